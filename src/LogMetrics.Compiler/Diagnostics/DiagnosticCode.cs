namespace LogMetrics.Compiler.Diagnostics;

/// <summary>
/// The kinds of finding. Ranges tell the stage: 1xxx syntax, 2xxx names and types, 3xxx patterns, 4xxx grok_exporter
/// configurations, 5xxx likely mistakes. A number never changes its meaning and is never used again.
/// </summary>
public enum DiagnosticCode
{
    /// <summary>The text does not fit the grammar at this place.</summary>
    UnexpectedToken = 1001,

    /// <summary>A character that the language does not use.</summary>
    UnexpectedCharacter = 1002,

    /// <summary>A string without its closing quote on the same line.</summary>
    UnterminatedString = 1003,

    /// <summary>A pattern without its closing slash on the same line.</summary>
    UnterminatedPattern = 1004,

    /// <summary>A number that cannot be read, or does not fit into 64 bits.</summary>
    BadNumber = 1005,

    /// <summary>A duration that cannot be read.</summary>
    BadDuration = 1006,

    /// <summary>An expression must be the last statement of its line.</summary>
    MissingNewline = 1007,

    /// <summary>A condition or calculation stands alone, so nothing comes of it.</summary>
    NoEffect = 1008,

    /// <summary>A pattern stands where only a value can stand.</summary>
    MisplacedPattern = 1009,

    /// <summary>An operand of <c>=~</c> or <c>!~</c> must be a single value.</summary>
    BadMatchOperand = 1010,

    /// <summary>Blocks, brackets or operators nest deeper than the limit.</summary>
    NestingTooDeep = 1011,

    /// <summary>An opened block is not closed.</summary>
    UnclosedBlock = 1012,

    /// <summary>A closing brace has no opening one.</summary>
    UnopenedBlock = 1013,

    /// <summary>An assignment is a statement and cannot be part of another one.</summary>
    MisplacedAssignment = 1014,

    /// <summary>Only the name of a metric can be indexed.</summary>
    BadIndexTarget = 1015,

    /// <summary>A word of the language cannot be a name.</summary>
    ReservedWord = 1016,

    /// <summary>A name is neither a metric nor a constant.</summary>
    UndeclaredName = 2001,

    /// <summary>A block declares two metrics of one name.</summary>
    DuplicateMetric = 2002,

    /// <summary>A block declares two constants of one name.</summary>
    DuplicateConstant = 2003,

    /// <summary>A block declares two decorators of one name.</summary>
    DuplicateDecorator = 2004,

    /// <summary>A metric is declared and never used.</summary>
    UnusedMetric = 2005,

    /// <summary>A constant is declared and never used.</summary>
    UnusedConstant = 2006,

    /// <summary>A decorator is declared and never used.</summary>
    UnusedDecorator = 2007,

    /// <summary>Two groups that a condition can see have one name.</summary>
    DuplicateCapture = 2101,

    /// <summary>The argument of <c>defined</c> must be a capture.</summary>
    NotACapture = 2102,

    /// <summary>A capture is used as a value that can only be a label or the subject of a match: <c>$0</c>.</summary>
    UntypedCapture = 2103,

    /// <summary>No enclosing pattern has such a group.</summary>
    UndefinedCapture = 2104,

    /// <summary>The operands have types that do not go together.</summary>
    TypeMismatch = 2201,

    /// <summary>Something stands as a condition that is none.</summary>
    NotACondition = 2202,

    /// <summary>Something is changed that is no metric.</summary>
    NotAssignable = 2203,

    /// <summary>A metric is used with another number of label values than it has labels.</summary>
    WrongKeyCount = 2204,

    /// <summary>A metric without labels is indexed.</summary>
    NoKeys = 2205,

    /// <summary>A division by the literal zero.</summary>
    DivisionByZero = 2206,

    /// <summary>The right side of <c>=~</c> is no pattern, or a pattern is made of something that is none.</summary>
    NotAPattern = 2207,

    /// <summary>A function is called with arguments that it does not take.</summary>
    WrongArguments = 2208,

    /// <summary>A value cannot become one of the type that its place needs.</summary>
    NoConversion = 2209,

    /// <summary>Something is deleted that is no series of a metric with labels.</summary>
    NotDeletable = 2210,

    /// <summary>Only metrics that hold integers can be incremented.</summary>
    NotIncrementable = 2212,

    /// <summary>An operator does not exist for operands of this type.</summary>
    NoSuchOperation = 2213,

    /// <summary>A counter without labels holds strings, so it has no value to start with.</summary>
    NoInitialValue = 2214,

    /// <summary>A time layout cannot read what it writes itself.</summary>
    BadTimeLayout = 2215,

    /// <summary>A histogram or a summary is read; it can only be assigned to.</summary>
    HistogramRead = 2216,

    /// <summary>A metric is read, and nothing in the program tells what it holds.</summary>
    UntypedMetric = 2217,

    /// <summary>The star that stands for every label value, where a single series is needed.</summary>
    AnyKeyNotAllowed = 2218,

    /// <summary>A decorator is used that is not declared.</summary>
    UndefinedDecorator = 2301,

    /// <summary><c>next</c> stands outside of a decorator.</summary>
    NextOutsideDecorator = 2302,

    /// <summary>A decorator has a second <c>next</c>.</summary>
    NextTwice = 2303,

    /// <summary>A decorator that is used has no <c>next</c>.</summary>
    NextMissing = 2304,

    /// <summary>A decorator uses itself.</summary>
    RecursiveDecorator = 2305,

    /// <summary>Decorators that use decorators make the program larger than the limit.</summary>
    ExpansionTooLarge = 2306,

    /// <summary>Only histograms have buckets.</summary>
    BucketsWithoutHistogram = 2401,

    /// <summary>The boundaries of a histogram are fewer than two or not increasing.</summary>
    BadBuckets = 2402,

    /// <summary>Only counters, histograms and summaries have a unit.</summary>
    UnitNotAllowed = 2403,

    /// <summary>Only summaries have quantiles and a <c>max_age</c>.</summary>
    QuantilesWithoutSummary = 2404,

    /// <summary>A quantile or its error is not between 0 and 1, or is there twice, or the <c>max_age</c> is not above 0.</summary>
    BadQuantiles = 2405,

    /// <summary>A <c>begin</c> block runs before any line, so it can use neither patterns nor captures.</summary>
    LineInBegin = 2501,

    /// <summary>Two declarations of one metric do not agree, and so cannot share it. Found by the runtime, which is the
    /// first to see several programs at once.</summary>
    MetricDeclaredDifferently = 2901,

    /// <summary>A pattern is not a valid regular expression.</summary>
    InvalidPattern = 3001,

    /// <summary>A pattern uses something that cannot be matched in linear time, or that Go's syntax does not have.</summary>
    UnsupportedPattern = 3002,

    /// <summary>A pattern is longer, or grows larger, than the limits allow.</summary>
    PatternTooLarge = 3003,

    /// <summary>Something that should define a grok pattern does not: a line of a file, or a name that cannot be one.</summary>
    InvalidGrokDefinition = 3101,

    /// <summary>A reference names a grok pattern that nobody defined.</summary>
    UndefinedGrokPattern = 3102,

    /// <summary>A grok pattern refers to itself, directly or through others.</summary>
    RecursiveGrokPattern = 3103,

    /// <summary>The field or the type of a reference to a grok pattern cannot be one.</summary>
    InvalidGrokReference = 3104,

    /// <summary>A configuration is no YAML.</summary>
    BadYaml = 4001,

    /// <summary>A configuration does not say a version that is read: 2 or 3.</summary>
    NoVersion = 4002,

    /// <summary>A setting has a value of another form than it must have: a text where a list is wanted.</summary>
    WrongSettingType = 4003,

    /// <summary>A setting is missing that must be there.</summary>
    MissingSetting = 4004,

    /// <summary>A setting has a value that it cannot have.</summary>
    BadSetting = 4005,

    /// <summary>A setting is where it cannot be, or beside one that excludes it.</summary>
    MisplacedSetting = 4006,

    /// <summary>A glob cannot be read, or has a wildcard in a folder.</summary>
    BadGlob = 4007,

    /// <summary>A name cannot be one of a metric or of a label, or belongs to the exporter.</summary>
    BadMetricName = 4008,

    /// <summary>Two metrics of a configuration would expose samples of one name.</summary>
    MetricTwice = 4009,

    /// <summary>An imported file cannot be read.</summary>
    ImportFailed = 4010,

    /// <summary>An input that there is not: Kafka.</summary>
    NoKafka = 4011,

    /// <summary>A template cannot be read.</summary>
    BadTemplate = 4021,

    /// <summary>A function of a template is called with what it does not take.</summary>
    BadTemplateCall = 4022,

    /// <summary>A template names a field that its match does not capture, or captures twice.</summary>
    UnknownField = 4023,

    /// <summary>A duration without a unit, which is one of nanoseconds.</summary>
    NanosecondDuration = 4051,

    /// <summary>A setting that nobody looks at.</summary>
    IgnoredSetting = 4052,

    /// <summary>The version stands where grok_exporter finds another one, or none.</summary>
    UnseenVersion = 4053,

    /// <summary>A part of a configuration for which the language has no words, so that it is not in the program.</summary>
    NotConverted = 4055,

    /// <summary>A setting does something other than in grok_exporter.</summary>
    OtherThanGrokExporter = 4054,

    /// <summary>A template is a text where an action was probably meant, such as <c>{.user}</c>.</summary>
    SuspectTemplate = 4056,

    /// <summary>A statement compiles, but fails on every line that reaches it.</summary>
    AlwaysFails = 5001,

    /// <summary>A comparison with a number compares texts.</summary>
    TextComparison = 5002,

    /// <summary>The right side of <c>=~</c> is no text known when the program is compiled, so it matches everything.</summary>
    EmptyMatch = 5003,

    /// <summary>A program defines a grok pattern under a name that the library has.</summary>
    GrokPatternShadowed = 5004,

    /// <summary>A pattern is matched by backtracking, because its author has said so.</summary>
    UnsafePattern = 5005,

    /// <summary>A pattern may backtrack, and need not.</summary>
    NeedlesslyUnsafePattern = 5006,
}

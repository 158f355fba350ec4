// Tokens of the pattern language.
//
// Three things cannot be told from the characters alone: whether `/` divides or opens a pattern, whether `-5` is a
// number or a subtraction, and whether the newline that a comment swallows was needed. LogMetricsLexerBase knows the
// tokens before and answers them; it also settles the contextual words (begin, try, grok, log_filter, defined, help, unit,
// summary, …), which stay free as names of metrics, and the colon, which only quantiles and choices have.
lexer grammar LogMetricsLexer;

options { superClass = LogMetricsLexerBase; }

// The last two are given by TokenCheck to tokens that stand where a statement should begin.
tokens { BEGIN, TRY, GROK, LOG_FILTER, HELP, UNIT, SUMMARY, QUANTILES, MAX_AGE, COLON, BARE_LCURLY, MISPLACED }

AFTER : 'after';
AS : 'as';
BUCKETS : 'buckets';
BY : 'by';
CONST : 'const';
COUNTER : 'counter';
DEF : 'def';
DEL : 'del';
ELSE : 'else';
GAUGE : 'gauge';
HIDDEN_ : 'hidden';
HISTOGRAM : 'histogram';
LIMIT : 'limit';
NEXT : 'next';
OTHERWISE : 'otherwise';
STOP : 'stop';
TEXT : 'text';
TIMER : 'timer';

BUILTIN
    : 'bool' | 'float' | 'getfilename' | 'int' | 'len' | 'settime' | 'string' | 'strptime' | 'strtol' | 'subst'
    | 'timestamp' | 'tolower'
    ;

ID : LETTER WORD*;
CAPTURE : '$' WORD*;
DECORATOR : '@' WORD*;

// The questions stand behind the first character, because the lexer can keep no table for what lies behind a question.
INT : DIGIT+ | '-' {OperandExpected()}? DIGIT+;
FLOAT : REAL | '-' {OperandExpected()}? REAL;
DURATION : (MANTISSA | '-' {OperandExpected()}? MANTISSA) [smhd] [0-9.+\-smhd]*;
BAD_NUMBER : (MANTISSA | '-' {OperandExpected()}? MANTISSA) [eE] [+\-]? | '.';

STRING : '"' STRING_CHAR* '"';
UNTERMINATED_STRING : '"' STRING_CHAR* '\\'?;
REGEX : '/' {OperandExpected()}? REGEX_CHAR* '/';
UNSAFE_REGEX : 'unsafe_regex' {OperandExpected()}? [ \t]* '/' REGEX_CHAR* '/';
UNTERMINATED_REGEX : '/' {OperandExpected()}? REGEX_CHAR* '\\'?;

LCURLY : '{';
RCURLY : '}';
LPAREN : '(';
RPAREN : ')';
LSQUARE : '[';
RSQUARE : ']';
COMMA : ',';
INC : '++';
DEC : '--';
ADD_ASSIGN : '+=';
PLUS : '+';
MINUS : '-';
POW : '**';
MUL : '*';
DIV : '/';
MOD : '%';
MATCH : '=~';
NOT_MATCH : '!~';
EQ : '==';
NE : '!=';
ASSIGN : '=';
SHL : '<<';
SHR : '>>';
LE : '<=';
GE : '>=';
LT : '<';
GT : '>';
AND : '&&';
OR : '||';
BIT_AND : '&';
BIT_OR : '|';
BIT_XOR : '^';
COMPLEMENT : '~';
QUESTION : '?';

NL : '\n';
COMMENT : '#' ~[\n]* '\n'?;
WHITESPACE : [ \t\u000B\f\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+ -> skip;
UNKNOWN : .;

// Which of the characters outside ASCII are letters and digits LogMetricsLexerBase decides, once a word is read: as sets in
// these rules, they would be most of what every start of the process has to read.
fragment LETTER : [a-zA-Z] | BEYOND_ASCII;
fragment WORD : [a-zA-Z0-9_] | BEYOND_ASCII;
fragment BEYOND_ASCII : ~[\u0000-\u007F\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000];
fragment DIGIT : [0-9];
fragment MANTISSA : DIGIT+ ('.' DIGIT*)? | '.' DIGIT+;
fragment REAL : (DIGIT+ '.' DIGIT* | '.' DIGIT+) EXPONENT? | DIGIT+ EXPONENT;
fragment EXPONENT : [eE] [+\-]? DIGIT+;
fragment STRING_CHAR : '\\' ~[\n] | ~["\\\n];
fragment REGEX_CHAR : '\\' ~[\n] | ~[/\\\n];

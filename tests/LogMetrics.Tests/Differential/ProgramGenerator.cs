using System.Text;

namespace LogMetrics.Tests.Differential;

/// <summary>
/// Writes random programs in the language, and logs that reach their branches, for a comparison with the real mtail.
/// </summary>
/// <remarks>
/// Programs are grown from the grammar with types kept in mind, so that most of them compile; about one in seven gets a
/// fault on purpose, because the verdict on wrong programs has to agree as well. What the packaged mtail and the newest
/// source are known to do differently (histograms below their lowest bucket, two patterns in one condition, the memory of
/// <c>strptime</c>) is not generated: those facts have tests of their own.
/// </remarks>
sealed class ProgramGenerator(int seed)
{
    readonly Random _random = new(seed);
    readonly StringBuilder _text = new();
    readonly List<Metric> _metrics = [];
    readonly HashSet<string> _used = [];
    readonly List<(string Name, Shape Shape)> _constants = [];
    int _indent;

    enum Type
    {
        Int,
        Float,
        String,
    }

    sealed record Metric(string Name, string Kind, Type Type, int Keys);

    sealed record Capture(string Name, Type Type);

    /// <summary>A pattern, the types its groups have, and a line that it matches.</summary>
    sealed record Shape(string Pattern, Capture[] Captures, Func<Random, string> Line);

    static readonly Shape[] Shapes =
    [
        new(@"^(?P<method>[A-Z]+) (?P<path>\S+) (?P<code>\d+)$",
            [new("method", Type.String), new("path", Type.String), new("code", Type.Int)],
            r => $"{Pick(r, "GET", "POST", "HEAD", "X")} {Pick(r, "/", "/a", "/a/b?c=1", "*")} {Pick(r, "200", "404", "007", "99999999999999999999")}"),
        new(@"took (?P<seconds>[\d.]+)s",
            [new("seconds", Type.Float)],
            r => $"request {r.Next(9)} took {Pick(r, "0.5", "1", "12.25", "1.2.3", ".", "1e3", "100000000", "0.00001")}s"),
        new(@"^user=(?P<user>\w+)? n=(?P<n>-?\d+)",
            [new("user", Type.String), new("n", Type.Int)],
            r => $"user={Pick(r, "", "alice", "bob", "x_1")} n={Pick(r, "0", "-5", "12", "9223372036854775807", "-9223372036854775808", "3")} rest"),
        new(@"(\d)(\d\d) (\w*)",
            [new("1", Type.String), new("2", Type.Int), new("3", Type.String)],
            r => $"{r.Next(100, 999)} {Pick(r, "", "word", "10", "1e1", "0x10", "inf")}"),
        new(@"^(?P<a>[-+0-9]+),(?P<b>.*)$",
            [new("a", Type.String), new("b", Type.String)],
            r => $"{Pick(r, "1", "-1", "+7", "-", "1-2")},{Pick(r, "", "tail", "5", "a,b", "5.0")}"),
        new(@"(?i)error (\w+): (?P<size>\d+|-)",
            [new("1", Type.String), new("size", Type.String)],
            r => $"{Pick(r, "Error", "ERROR", "error")} {Pick(r, "io", "net")}: {Pick(r, "12", "-", "0")}"),
        new(@"x(?P<opt>\d+)?y",
            [new("opt", Type.Int)],
            r => $"x{Pick(r, "", "1", "22")}y"),
        new(@"\bfoo\b|bar$", [], r => Pick(r, "a foo b", "food", "bar", "barx")),
        new(@"$", [], r => Pick(r, "", "anything at all")),
    ];

    /// <summary>A program that ends with a newline.</summary>
    public string Program()
    {
        for (int i = 0, count = _random.Next(3, 7); i < count; i++)
        {
            Declare(i);
        }

        for (int i = 0, count = _random.Next(0, 3); i < count; i++)
        {
            var shape = Shapes[_random.Next(Shapes.Length)];
            _constants.Add(($"PATTERN_{i}", shape));
            Line($"const PATTERN_{i} /{shape.Pattern}/");
        }

        for (int i = 0, count = _random.Next(1, 5); i < count; i++)
        {
            Conditional([], 0);
        }

        // What is declared and never used is an error: use the rest, so that this alone does not decide the verdict.
        foreach (var (name, shape) in _constants.Where(constant => !_used.Contains(constant.Name)))
        {
            Block($"// + {name}", shape.Captures, 3);
        }

        foreach (var metric in _metrics.Where(metric => !_used.Contains(metric.Name)).ToArray())
        {
            Block("/./", [], 3, () => Update(metric, []));
        }

        return _text.ToString();
    }

    /// <summary>A log whose lines mostly fit some pattern.</summary>
    public string Log(int lines)
    {
        var log = new StringBuilder();
        for (int i = 0; i < lines; i++)
        {
            log.Append(Shapes[_random.Next(Shapes.Length)].Line(_random)).Append('\n');
        }

        return log.ToString();
    }

    void Declare(int index)
    {
        string kind = Pick(_random, "counter", "counter", "gauge", "gauge", "timer", "histogram", "text");
        var type = kind == "text" ? Type.String : kind == "histogram" || _random.Next(3) == 0 ? Type.Float : Type.Int;
        if (kind == "counter")
        {
            type = Type.Int;
        }

        int keys = _random.Next(3) == 0 ? _random.Next(1, 3) : 0;
        var metric = new Metric($"m{index}", kind, type, keys);
        _metrics.Add(metric);
        string by = keys switch { 0 => "", 1 => " by k1", _ => " by k1, k2" };
        string tail = kind == "histogram" ? " buckets 0.001, 1, 2.5, 1000" : "";
        string hidden = kind != "histogram" && _random.Next(8) == 0 ? "hidden " : "";
        string alias = _random.Next(8) == 0 ? $" as \"other-{index}\"" : "";
        Line($"{hidden}{kind} {metric.Name}{by}{alias}{tail}");
    }

    void Conditional(Capture[] scope, int depth)
    {
        if (depth > 0 && _random.Next(3) == 0)
        {
            Block(Comparison(scope), scope, depth);
        }
        else if (_constants.Count > 0 && _random.Next(4) == 0)
        {
            var (name, shape) = _constants[_random.Next(_constants.Count)];
            _used.Add(name);
            Block(name, [.. shape.Captures, .. scope], depth);
        }
        else
        {
            var shape = Shapes[_random.Next(Shapes.Length)];
            var inner = shape.Captures.Concat(scope.Where(outer => shape.Captures.All(own => own.Name != outer.Name)));
            string more = _random.Next(5) == 0 ? $" && {Comparison([.. inner])}" : "";
            Block($"/{shape.Pattern}/{more}", [.. inner], depth);
        }
    }

    void Block(string condition, Capture[] scope, int depth, Action? body = null)
    {
        Line($"{condition} {{");
        Statements(body, scope, depth);
        if (_random.Next(4) == 0)
        {
            Line("} else {");
            Statements(null, [], depth);
        }

        Line("}");
        if (_random.Next(5) == 0)
        {
            Line("otherwise {");
            Statements(null, [], 3);
            Line("}");
        }
    }

    void Statements(Action? body, Capture[] scope, int depth)
    {
        _indent++;
        body?.Invoke();
        for (int i = 0, count = _random.Next(body is null ? 1 : 0, 4); i < count; i++)
        {
            if (depth < 3 && _random.Next(4) == 0)
            {
                Conditional(scope, depth + 1);
            }
            else if (_random.Next(14) == 0)
            {
                Line("stop");
            }
            else
            {
                Update(_metrics[_random.Next(_metrics.Count)], scope);
            }
        }

        _indent--;
    }

    void Update(Metric metric, Capture[] scope)
    {
        _used.Add(metric.Name);
        string target = metric.Name + string.Concat(Enumerable.Range(0, metric.Keys).Select(_ => $"[{Key(scope)}]"));
        if (metric.Keys > 0 && _random.Next(12) == 0)
        {
            Line($"del {target}");
            return;
        }

        // One in fifty updates has a type that may not fit: the verdict has to agree on those, too.
        var type = _random.Next(50) == 0 ? (Type)_random.Next(3) : metric.Type;
        Line((metric.Kind, type) switch
        {
            ("histogram", _) => $"{target} = {Observation(scope)}",
            ("text", _) => $"{target} = {Expression(Type.String, scope, 1)}",
            (_, Type.Int) when _random.Next(2) == 0 => $"{target}++",
            (_, Type.Int) when _random.Next(8) == 0 => $"{target}--",
            (_, Type.Int) when _random.Next(2) == 0 => $"{target} += {Expression(Type.Int, scope, 1)}",
            _ => $"{target} = {Expression(type, scope, 0)}",
        });
    }

    /// <summary>A number above zero: what lies below the lowest bucket is one of the known differences.</summary>
    string Observation(Capture[] scope)
    {
        var positive = scope.Where(capture => capture.Name == "seconds").ToArray();
        return positive.Length > 0 && _random.Next(2) == 0
            ? "$" + positive[_random.Next(positive.Length)].Name
            : Pick(_random, "1", "7", "4096", "0.0005", "0.5", "2.5", "1000.0", "len(\"abc\")", "float(\"1e2\")");
    }

    string Key(Capture[] scope) => scope.Length > 0 && _random.Next(3) > 0
        ? "$" + scope[_random.Next(scope.Length)].Name
        : Pick(_random, "\"const\"", "\"a-b\"", "\"q\\\"q\"", "\"\"");

    string Comparison(Capture[] scope)
    {
        string op = Pick(_random, "==", "!=", "<", "<=", ">", ">=");
        var type = (Type)_random.Next(3);
        string left = Expression(type, scope, 1);
        string right = Expression(_random.Next(6) == 0 ? (Type)_random.Next(3) : type, scope, 1);
        string comparison = $"{left} {op} {right}";
        return _random.Next(6) == 0
            ? $"{comparison} {Pick(_random, "&&", "||")} {Expression(Type.Int, scope, 1)} {op} {Expression(Type.Int, scope, 1)}"
            : comparison;
    }

    string Expression(Type type, Capture[] scope, int depth)
    {
        var fitting = scope.Where(capture => capture.Type == type).ToArray();
        if (fitting.Length > 0 && _random.Next(2) == 0)
        {
            return "$" + fitting[_random.Next(fitting.Length)].Name;
        }

        if (depth < 3 && _random.Next(3) == 0)
        {
            string left = Expression(type, scope, depth + 1);
            string right = Expression(type, scope, depth + 1);
            return type switch
            {
                Type.String => $"({left} + {right})",
                Type.Float => $"({left} {Pick(_random, "+", "-", "*", "/")} {right})",
                _ => $"({left} {Pick(_random, "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>")} {right})",
            };
        }

        var strings = scope.Where(capture => capture.Type == Type.String).ToArray();
        string text = strings.Length > 0 ? "$" + strings[_random.Next(strings.Length)].Name : Pick(_random, "\"12\"", "\"Text\"");
        return type switch
        {
            Type.Int => Pick(_random, "0", "1", "7", "-3", "4096", $"len({text})", $"int({text})", $"strtol({text}, 16)"),
            Type.Float => Pick(_random, "0.5", "1.0", "-2.25", "1e3", $"float({text})"),
            _ => Pick(_random, "\"\"", "\"10\"", "\"abc\"", $"tolower({text})", $"subst(\"a\", \"bb\", {text})", "string(5)"),
        };
    }

    static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    void Line(string text) => _text.Append(' ', 2 * _indent).Append(text).Append('\n');
}

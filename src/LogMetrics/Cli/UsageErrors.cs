using System.CommandLine;
using System.CommandLine.Parsing;

namespace LogMetrics.Cli;

/// <summary>What is wrong with a command line, one line each, with the name that was probably meant.</summary>
static class UsageErrors
{
    /// <summary>All errors; empty when the command can run.</summary>
    /// <remarks>
    /// Words that look like options and are none are found here first: the parser would take them as further values of an
    /// option that accepts several, and <c>--programs a --stat-dir b</c> would go unnoticed.
    /// </remarks>
    public static IReadOnlyList<string> Of(ParseResult parsed, string[] args)
    {
        Command command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            return [UnknownCommand(command, args)];
        }

        string[] known = [.. OptionsOf(parsed.CommandResult)];
        string[] unknown = [.. args.TakeWhile(word => word != "--").Where(LooksLikeOption).Select(NameOf).Where(name => !known.Contains(name))];
        if (unknown.Length > 0)
        {
            return [.. unknown.Select(name => $"unknown option `{name}`{WhatIsMeant(name, known)}")];
        }

        string[] withoutValue = [.. OptionsWithoutValue(parsed, args, known)];
        if (withoutValue.Length > 0)
        {
            return [.. withoutValue.Select(name => $"`{name}` needs a value")];
        }

        return [.. parsed.Errors.Select(error => SentenceOf(error, parsed)).Distinct()];
    }

    /// <summary>Writes the errors and where help is.</summary>
    public static void Print(Command command, IReadOnlyList<string> errors)
    {
        string name = command is RootCommand ? "logmetrics" : $"logmetrics {command.Name}";
        foreach (string error in errors)
        {
            Console.Error.WriteLine($"{name}: {error} (see `{name} --help`)");
        }
    }

    static string UnknownCommand(Command root, string[] args)
    {
        string[] names = [.. root.Subcommands.Select(command => command.Name)];
        string? word = args.FirstOrDefault();
        return word is null
            ? $"no command given: one of {string.Join(", ", names)}"
            : $"unknown command `{word}`{DidYouMean(word, names)}";
    }

    // The parser would take the name of the next option as the value.
    static IEnumerable<string> OptionsWithoutValue(ParseResult parsed, string[] args, string[] known)
    {
        foreach (Option option in parsed.CommandResult.Command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
        {
            for (int index = 0; index < args.Length; index++)
            {
                if (args[index] == option.Name && (index + 1 == args.Length || known.Contains(NameOf(args[index + 1]))))
                {
                    yield return option.Name;
                }
            }
        }
    }

    static IEnumerable<string> OptionsOf(CommandResult result)
    {
        for (CommandResult? at = result; at is not null; at = at.Parent as CommandResult)
        {
            bool isOwn = at == result;
            foreach (Option option in at.Command.Options.Where(option => isOwn || option.Recursive))
            {
                yield return option.Name;
                foreach (string alias in option.Aliases)
                {
                    yield return alias;
                }
            }
        }
    }

    // A dash alone is standard input, and a dash before a digit is a number.
    static bool LooksLikeOption(string word) => word is ['-', not (>= '0' and <= '9'), ..];

    static string NameOf(string word)
    {
        int end = word.AsSpan().IndexOfAny('=', ':');
        return end < 0 ? word : word[..end];
    }

    // Who comes from mtail writes its flags, with one dash or two.
    static string WhatIsMeant(string typed, string[] known)
    {
        string bare = typed.TrimStart('-');
        return MtailFlags.Create().Has(bare) && !known.Contains("--" + bare)
            ? ": that is mtail's, which `logmetrics mtail` takes"
            : DidYouMean(typed, known);
    }

    static string DidYouMean(string typed, IEnumerable<string> names) =>
        NearestName.Of(typed, names) is string name ? $"; did you mean `{name}`?" : "";

    static string SentenceOf(ParseError error, ParseResult parsed)
    {
        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing)
        {
            return $"{missing.Argument.Name} is missing";
        }

        string? unmatched = parsed.UnmatchedTokens.FirstOrDefault(
            token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        return unmatched is null
            ? error.Message.TrimEnd('.').Replace('\'', '`')
            : $"`{unmatched}` is one argument too many";
    }
}

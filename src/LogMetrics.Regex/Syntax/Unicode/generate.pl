#!/usr/bin/env perl
# Writes ScriptRanges.cs and CaseOrbitRuns.cs from the Unicode data that comes with perl. Run it in this folder.
# General categories are not here: .NET itself knows them (CharUnicodeInfo).
use strict;
use warnings;
use Unicode::UCD qw(casefold prop_invmap);

my $version = Unicode::UCD::UnicodeVersion();
# Unicode 15 on top of perl's 14: the two scripts it added, and the blocks that grew.
my %later = $version =~ /^14/
    ? (Kawi => "11F00-11F10 11F12-11F3A 11F3E-11F59", Nag_Mundari => "1E4D0-1E4F9")
    : ();

my ($starts, $names) = prop_invmap("Script");
my %ranges;
for my $i (0 .. $#$starts) {
    my $name = $names->[$i];
    next if $name eq 'Unknown';
    my $end = $i < $#$starts ? $starts->[$i + 1] - 1 : 0x10FFFF;
    push @{$ranges{$name}}, $starts->[$i] == $end ? sprintf("%X", $end) : sprintf("%X-%X", $starts->[$i], $end);
}

open(my $out, '>', 'ScriptRanges.cs') or die;
print $out <<"HEAD";
namespace LogMetrics.Regex.Syntax.Unicode;

/// <summary>The code points of every script, from Unicode $version. Written by generate.pl.</summary>
static class ScriptRanges
{
    /// <summary>One script a line: its name, then ranges in hexadecimal.</summary>
    public const string Text = """
HEAD
my %lines = map { $_ => join(' ', @{$ranges{$_}}) } keys %ranges;
$lines{$_} = $later{$_} for keys %later;
for my $name (sort keys %lines) {
    my @words = ($name, split / /, $lines{$name});
    # A script goes over several lines: a line that begins with a blank goes on.
    my $line = '        ' . shift @words;
    for my $word (@words) {
        if (length($line) + 1 + length($word) > 118) {
            print $out "$line\n";
            $line = '        ';
        }
        $line .= " $word";
    }
    print $out "$line\n";
}
print $out "        \"\"\";\n}\n";
close $out;

my %orbit;
for my $c (0 .. 0x1FFFF) {
    next if $c >= 0xD800 && $c <= 0xDFFF;
    my $fold = casefold($c) or next;
    # Only the simple foldings: one code point to one code point.
    my $simple = $fold->{simple};
    next if $simple eq '';
    my $target = hex $simple;
    next if $target == $c;
    $orbit{$target}{$target} = 1;
    $orbit{$target}{$c} = 1;
}
my (@pairs, @larger);
for my $key (keys %orbit) {
    my @members = sort { $a <=> $b } keys %{$orbit{$key}};
    if (@members == 2) { push @pairs, \@members } else { push @larger, \@members }
}
@pairs = sort { $a->[0] <=> $b->[0] } @pairs;
@larger = sort { $a->[0] <=> $b->[0] } @larger;
my @runs;
for my $pair (@pairs) {
    my ($low, $high) = @$pair;
    my $delta = $high - $low;
    my $last = $runs[-1];
    if ($last && $last->[3] == $delta) {
        my $step = $low - $last->[1];
        if ($step <= 2 && ($last->[2] == 0 || $last->[2] == $step)) {
            $last->[1] = $low;
            $last->[2] = $step;
            next;
        }
    }
    push @runs, [$low, $low, 0, $delta];
}
open($out, '>', 'CaseOrbitRuns.cs') or die;
print $out <<"HEAD";
namespace LogMetrics.Regex.Syntax.Unicode;

/// <summary>Which code points differ only in case (simple folding), from Unicode $version. Written by generate.pl.</summary>
static class CaseOrbitRuns
{
    /// <summary>Pairs in runs of four numbers: first and last lower member, step between them, distance to the upper one.</summary>
    public static ReadOnlySpan<int> Pairs =>
    [
HEAD
my $line = '       ';
for my $run (@runs) {
    my $text = sprintf(" %d, %d, %d, %d,", $run->[0], $run->[1], $run->[2] || 1, $run->[3]);
    if (length($line) + length($text) > 118) { print $out "$line\n"; $line = '       '; }
    $line .= $text;
}
print $out "$line\n    ];\n\n    /// <summary>Orbits of three and four members, ascending, each ended by 0.</summary>\n    public static ReadOnlySpan<int> Larger =>\n    [\n";
$line = '       ';
for my $members (@larger) {
    my $text = join('', map { " $_," } @$members, 0);
    if (length($line) + length($text) > 118) { print $out "$line\n"; $line = '       '; }
    $line .= $text;
}
print $out "$line\n    ];\n}\n";

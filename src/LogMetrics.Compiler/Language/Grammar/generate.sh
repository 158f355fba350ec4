#!/bin/sh
# Writes Generated/*.cs from the two grammars; with --check only tells whether they are up to date.
# Needs Node. The generator is pinned by package.json and its lock file.
set -eu
cd "$(dirname "$0")"

if [ ! -x node_modules/.bin/antlr-ng ]; then
    npm ci --ignore-scripts --no-audit --no-fund >/dev/null
fi

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
node_modules/.bin/antlr-ng -Dlanguage=CSharp --package LogMetrics.Compiler.Language.Grammar \
    -v false -l false -w true --lib "$out" -o "$out" LogMetricsLexer.g4 LogMetricsParser.g4

hash=$(cat LogMetricsLexer.g4 LogMetricsParser.g4 | sha256sum | cut -d ' ' -f 1)
for file in "$out"/*.cs; do
    # The generator has no switch for accessibility.
    { echo "// grammar sha256 $hash"; sed -e 's/^public partial class/internal partial class/' \
        -e 's/^public interface/internal interface/' -e 's/[[:space:]]*$//' "$file"; } >"$file.new"
    mv "$file.new" "$file"
done
rm -f "$out"/*.interp "$out"/*.tokens

if [ "${1:-}" = --check ]; then
    diff -r "$out" Generated || { echo "Generated/ is out of date: run $0" >&2; exit 1; }
else
    mkdir -p Generated
    rm -f Generated/*.cs
    cp "$out"/*.cs Generated/
fi

#!/usr/bin/env python3
"""What twenty metrics of one grok_exporter configuration cost beside one, over the same log, in turn.

    tests/LogMetrics.Benchmarks/compare/metrics.py --runs 7 --lines 1000000 --binary out/logmetrics

Only the standard library is used. All metrics are counters with `match: '%{COMBINEDAPACHELOG}'`; `--labels same` gives each the
method and the status, `none` gives them no labels, `other` gives each a label of its own. What counts is the CPU time (user +
system) of `logmetrics once`, start included, and the ratio within one run.
"""
import argparse
import os
import resource
import statistics
import subprocess
import tempfile

from compare import ROOT, make_access_log

LABELS = {
    "same": "{method: '{{.verb}}', status: '{{.response}}'}",
    "none": "{}",
    "other": "{method: '{{.verb}}', status: '{{.response}}', version: '%d/{{.httpversion}}'}",
}


def write_configuration(path, log, metrics, labels):
    with open(path, "w") as file:
        file.write(f"global:\n  config_version: 3\ninput:\n  type: file\n  path: {log}\n  readall: true\nmetrics:\n")
        for number in range(metrics):
            own = LABELS[labels].replace("%d", str(number))
            file.write(f"  - {{type: counter, name: requests{number}_total, help: Requests., "
                       f"match: '%{{COMBINEDAPACHELOG}}', labels: {own}}}\n")


def cpu_seconds(binary, configuration):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([binary, "once", "--config", configuration], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--labels", choices=LABELS, default="same")
    parser.add_argument("--binary", default=os.path.join(ROOT, "src/LogMetrics/bin/Release/net10.0/logmetrics"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "access.log")
        make_access_log(os.path.join(ROOT, "examples", "logs", "access.log"), log, arguments.lines)
        configurations = {metrics: os.path.join(folder, f"{metrics}.yml") for metrics in (1, 20)}
        for metrics, path in configurations.items():
            write_configuration(path, log, metrics, arguments.labels)
        ratios = []
        for number in range(arguments.runs):
            one, twenty = (cpu_seconds(arguments.binary, configurations[metrics]) for metrics in (1, 20))
            ratios.append(twenty / one)
            print(f"run {number + 1}: one {one:.2f} s, twenty {twenty:.2f} s, ratio {ratios[-1]:.2f}", flush=True)
        print(f"median ratio {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()

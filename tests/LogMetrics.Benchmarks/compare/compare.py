#!/usr/bin/env python3
"""Runs the four workloads through mtail and through LogMetrics, in turn, on the same file.

    apt-get install mtail
    tests/LogMetrics.Benchmarks/compare/compare.py                  # builds, makes the logs, prints the table
    tests/LogMetrics.Benchmarks/compare/compare.py --runs 3 w1 w4   # less of it

Only the standard library is used. What counts is CPU time (user + system) of the whole process, start and exit included,
with the file in the page cache, and the ratio within one run: machines differ, and shared machines drift, so seconds
alone mean nothing. Both must print the same metrics, or the row says so. W1 is also counted by the yardstick, a parser
written by hand for this one format, in the language that LogMetrics is written in.

The logs are made from real lines, deterministically: w1 and w4 resample an access log in Apache's combined format with
clients and times drawn anew, w2 and w3 repeat a syslog. By default the lines come from examples/logs; --access and
--syslog take others.
"""
import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
LOG_OF = {"w1": "access", "w2": "syslog", "w3": "syslog", "w4": "access"}
WHAT = {
    "w1": "Apache combined: eleven captures, two counters, a histogram",
    "w2": "ten patterns over syslog, most lines match one",
    "w3": "fifty patterns over syslog, nearly none match",
    "w4": "counting lines",
}


def make_access_log(source, target, lines):
    """Resamples real lines: the clients (Zipf) and the times (Poisson, 500 a second) are drawn anew."""
    line_of = re.compile(rb'^\S+ (\S+ \S+) \[[^\]]+\] (.*)$')
    rests = [m.groups() for m in map(line_of.match, open(source, "rb").read().split(b"\n")) if m]
    draw = random.Random(1)
    clients = [b"%d.%d.%d.%d" % (draw.randrange(1, 224), draw.randrange(256), draw.randrange(256), draw.randrange(1, 255))
               for _ in range(20000)]
    weights = [1.0 / (rank + 1) ** 1.1 for rank in range(len(clients))]
    seconds = 0.0
    with open(target, "wb", 1 << 20) as out:
        for start in range(0, lines, 10000):
            chosen = draw.choices(clients, weights, k=min(10000, lines - start))
            for client in chosen:
                seconds += draw.expovariate(500)
                stamp = time.strftime("%d/May/2015:%H:%M:%S +0000", time.gmtime(1431820800 + int(seconds))).encode()
                user, rest = draw.choice(rests)
                out.write(b"%s %s [%s] %s\n" % (client, user, stamp, rest))


def make_syslog(source, target, lines):
    """Repeats a real log until there are enough lines."""
    text = open(source, "rb").read()
    count = text.count(b"\n")
    with open(target, "wb", 1 << 20) as out:
        while lines >= count:
            out.write(text)
            lines -= count
        out.write(b"".join(line + b"\n" for line in text.split(b"\n")[:lines]))


def run(command):
    """Runs a command; returns CPU seconds, wall seconds, peak memory in MiB, and what it printed."""
    with tempfile.TemporaryFile() as printed:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        _, status, use = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        if process.returncode != 0:
            sys.exit("exit code %d: %s" % (process.returncode, " ".join(command)))
        printed.seek(0)
        return use.ru_utime + use.ru_stime, wall, use.ru_maxrss / 1024, printed.read().decode()


def build(project, folder, *more):
    """Publishes a project for this machine; returns the folder."""
    target = os.path.join(folder, os.path.basename(project))
    subprocess.run(["dotnet", "publish", os.path.join(ROOT, project), "-c", "Release", "-o", target, "-v", "q", *more],
                   check=True, stdout=sys.stderr)
    return target


def samples(text):
    """The samples of an exposition, without what only differs in form."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return sorted(re.sub(r"\{,?\}", "", re.sub(r',?prog="[^"]*"', "", line).replace("{,", "{")) for line in lines)


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("workloads", nargs="*", default=sorted(WHAT), metavar="w1|w2|w3|w4")
    parse.add_argument("--lines", type=int, default=1_000_000, help="lines in each log (default: a million)")
    parse.add_argument("--runs", type=int, default=5, help="counted runs of each, after one that is not (default: 5)")
    parse.add_argument("--binary", help="a LogMetrics that is built already; default: publish it for this run")
    parse.add_argument("--mtail", default="mtail", help="the mtail to compare with")
    parse.add_argument("--access", default=os.path.join(ROOT, "examples/logs/access.log"))
    parse.add_argument("--syslog", default=os.path.join(ROOT, "examples/logs/auth.log"))
    parse.add_argument("--keep", help="a folder that keeps the logs for the next time")
    options = parse.parse_args()

    folder = options.keep or tempfile.mkdtemp(prefix="logmetrics-compare-")
    os.makedirs(folder, exist_ok=True)
    binary = options.binary
    if not binary:
        binary = os.path.join(build("src/LogMetrics", folder, "-r", "linux-x64"), "logmetrics")

    logs = {}
    for name, make, source in (("access", make_access_log, options.access), ("syslog", make_syslog, options.syslog)):
        if any(LOG_OF[w] == name for w in options.workloads):
            logs[name] = os.path.join(folder, "%s-%d.log" % (name, options.lines))
            if not os.path.exists(logs[name]):
                make(source, logs[name], options.lines)

    print("| | workload | mtail: lines/CPU s | LogMetrics: lines/CPU s | ratio | min–max | peak MiB: mtail, LogMetrics | same metrics |")
    print("|---|---|---|---|---|---|---|---|")
    for workload in options.workloads:
        programs, log = os.path.join(HERE, "programs", workload), logs[LOG_OF[workload]]
        peer = [options.mtail, "--one_shot", "--one_shot_format=prometheus", "--port=0", "--address=127.0.0.1",
                "--logtostderr", "--progs=" + programs, "--logs=" + log]
        ours = [binary, "once", "--programs", programs, "--logs", log, "--format", "prometheus"]
        run(ours)
        run(peer)
        pairs = [(run(peer), run(ours)) for _ in range(options.runs)]
        ratios = [theirs[0] / own[0] for theirs, own in pairs]
        rate = [options.lines / statistics.median(side[0] for side in sides) for sides in zip(*pairs)]
        peak = [max(side[2] for side in sides) for sides in zip(*pairs)]
        same = samples(pairs[0][0][3]) == samples(pairs[0][1][3])
        print("| %s | %s | %s | %s | **%.1f** | %.1f–%.1f | %.0f, %.0f | %s |" % (
            workload.upper(), WHAT[workload], format(int(rate[0]), ","), format(int(rate[1]), ","),
            statistics.median(ratios), min(ratios), max(ratios), peak[0], peak[1], "yes" if same else "NO"), flush=True)
    if "w1" in options.workloads:
        measure_yardstick(build("tests/LogMetrics.Benchmarks", folder), binary, logs["access"], options)


def measure_yardstick(folder, binary, log, options):
    """How near the general engine comes to a parser written by hand; both whole processes, in turn."""
    by_hand = [os.path.join(folder, "LogMetrics.Benchmarks"), "yardstick", log]
    ours = [binary, "once", "--programs", os.path.join(HERE, "programs/w1"), "--logs", log, "--format", "prometheus"]
    run(by_hand)
    pairs = [(run(by_hand), run(ours)) for _ in range(options.runs)]
    rates = [options.lines / statistics.median(side[0] for side in sides) for sides in zip(*pairs)]
    print("\nW1 by hand: %s lines per CPU second; LogMetrics reaches **%.2f** of it" % (
        format(int(rates[0]), ","), statistics.median(hand[0] / own[0] for hand, own in pairs)))


if __name__ == "__main__":
    main()

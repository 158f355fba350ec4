#!/usr/bin/env python3
"""What `--state-dir` costs: W1 through `logmetrics run`, with and without it, in turn, on the same file.

    tests/LogMetrics.Benchmarks/compare/state.py --runs 5 --lines 2000000

Only the standard library is used. A scraper asks every half second, and with a state every scrape is saved before it is
answered. What counts is CPU time (user + system) of the process from its start until the last line is counted, and the
ratio within one run.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

from compare import HERE, ROOT, make_access_log


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(binary, log, lines, state):
    command = [binary, "run", "--programs", os.path.join(HERE, "programs", "w1"), "--logs", log,
               "--read-from", "beginning", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command + (["--state-dir", state] if state else []), stderr=subprocess.PIPE, text=True)
    try:
        address = None
        while address is None:
            found = re.search(r"listening on (\S+)", process.stderr.readline())
            address = found and found.group(1)
        while True:
            page = urllib.request.urlopen(address + "/metrics").read().decode()
            counted = re.search(r"^logmetrics_log_lines_total\{.*\} (\S+)$", page, re.M)
            lag = re.search(r"^logmetrics_source_lag_bytes\{.*\} (\S+)$", page, re.M)
            if counted and float(counted.group(1)) >= lines and lag and float(lag.group(1)) == 0:
                return cpu_seconds(process.pid)
            time.sleep(0.5)
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--binary", default=os.path.join(ROOT, "src/LogMetrics/bin/Release/net10.0/logmetrics"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "access.log")
        make_access_log(os.path.join(ROOT, "examples", "logs", "access.log"), log, arguments.lines)
        ratios = []
        for number in range(arguments.runs):
            without = run(arguments.binary, log, arguments.lines, None)
            state = os.path.join(folder, "state")
            kept = run(arguments.binary, log, arguments.lines, state)
            shutil.rmtree(state)
            ratios.append(kept / without)
            print(f"run {number + 1}: without {without:.2f} s, with {kept:.2f} s, ratio {ratios[-1]:.3f}", flush=True)
        print(f"median ratio {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How soon a start with twenty programs answers, and how much memory it keeps: mtail and LogMetrics, one after the other.

    apt-get install mtail
    tests/LogMetrics.Benchmarks/compare/resident.py                  # builds, makes the log, prints the table
    tests/LogMetrics.Benchmarks/compare/resident.py --lines 1000000  # less of it

Only the standard library is used. The programs are W1, W2, W4 and the fifty patterns of W3 in seventeen programs of three. Both
follow a log that is empty at first. "start" is the time from the process's start until its first answer of /metrics, the
median of several starts; the resident memory is read after that answer, after half a minute of one scrape a second, and after the
lines have been appended and counted, with a scrape a second as well.
"""
import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from compare import HERE, ROOT, build, make_access_log

IDLE_SECONDS = 30
APPENDED_BYTES = 1 << 20


def write_programs(folder):
    """Twenty programs: W1, W2, W4, and three patterns of W3 in each of the others."""
    for name in ("w1", "w2", "w4"):
        shutil.copy(os.path.join(HERE, "programs", name, name + ".mtail"), folder)
    text = open(os.path.join(HERE, "programs", "w3", "w3.mtail")).read()
    blocks = re.findall(r"^/.*\n(?:.*\n)*?^}\n", text, re.M)
    for number in range(0, len(blocks), 3):
        rules = "".join(blocks[number:number + 3])
        counters = "".join("counter %s\n" % name for name in re.findall(r"(\w+)\+\+", rules))
        with open(os.path.join(folder, "w3_%02d.mtail" % (number // 3)), "w") as program:
            program.write(counters + rules)
    return len(os.listdir(folder))


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process:
    """A running exporter, from its start."""

    def __init__(self, command, port):
        self.url = "http://127.0.0.1:%d/metrics" % port
        begin = time.monotonic()
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                self.scrape()
                break
            except urllib.error.URLError:
                if self._process.poll() is not None:
                    raise SystemExit("it did not start: " + " ".join(command)) from None
                time.sleep(0.002)
        self.start_seconds = time.monotonic() - begin

    def scrape(self):
        return urllib.request.urlopen(self.url, timeout=10).read().decode()

    def counted(self):
        return sum(float(value) for value in re.findall(r"^lines_total(?:\{.*\})? (\S+)$", self.scrape(), re.M))

    def resident_mib(self):
        status = open("/proc/%d/status" % self._process.pid).read()
        return int(re.search(r"^VmRSS:\s+(\d+)", status, re.M).group(1)) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()


def append(log, lines_file):
    """Appends the lines as they would come, a piece at a time, while the exporter reads."""
    with open(lines_file, "rb") as source, open(log, "ab", 0) as target:
        while piece := source.read(APPENDED_BYTES):
            target.write(piece)


def measure(command_for, log, lines_file, lines, starts):
    seconds = []
    for _ in range(starts):
        open(log, "w").close()
        port = free_port()
        with Process(command_for(port), port) as process:
            seconds.append(process.start_seconds)
    open(log, "w").close()
    port = free_port()
    with Process(command_for(port), port) as process:
        started = process.resident_mib()
        for _ in range(IDLE_SECONDS):
            time.sleep(1)
            process.scrape()
        idle = process.resident_mib()
        append(log, lines_file)
        while process.counted() < lines:
            time.sleep(1)
        return statistics.median(seconds), started, idle, process.resident_mib()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000_000, help="lines that are appended (default: ten million)")
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--binary", help="a LogMetrics that is built already; default: publish it for this run")
    parser.add_argument("--mtail", default="mtail")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="logmetrics-resident-") as folder:
        binary = options.binary or os.path.join(build("src/LogMetrics", folder, "-r", "linux-x64"), "logmetrics")
        programs = os.path.join(folder, "programs")
        os.makedirs(programs)
        count = write_programs(programs)
        lines_file, log = os.path.join(folder, "lines.log"), os.path.join(folder, "access.log")
        make_access_log(os.path.join(ROOT, "examples/logs/access.log"), lines_file, options.lines)
        commands = {
            "mtail": lambda port: [options.mtail, "--progs=" + programs, "--logs=" + log, "--address=127.0.0.1",
                                   "--port=%d" % port, "--logtostderr"],
            "LogMetrics": lambda port: [binary, "run", "--programs", programs, "--logs", log,
                                        "--listen", "127.0.0.1:%d" % port],
        }
        print("| %d programs | start until /metrics answers | MiB then | MiB after %d s | MiB after %s lines |" % (
            count, IDLE_SECONDS, format(options.lines, ",")))
        print("|---|---|---|---|---|")
        for name, command_for in commands.items():
            figures = measure(command_for, log, lines_file, options.lines, options.starts)
            print("| %s | %.2f s | %.0f | %.0f | %.0f |" % (name, *figures), flush=True)


if __name__ == "__main__":
    main()

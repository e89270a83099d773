"""What is measured. Each function yields (key, client, value): one figure of one client."""

import json
import os
import re
import resource
import shlex
import statistics
import subprocess
import tempfile
from pathlib import Path

from programs import HERE

CASES = {  # what the server sends, and the events of each stream in the short and the long run under callgrind
    "400": (("--size", 400), 100, 600),
    "400x50": (("--size", 400, "--batch", 50), 1000, 9000),
    "8k": (("--size", 8192), 50, 250),
    "60k": (("--size", 61440), 20, 80),
}
SATURATED = {"400": 1000, "400x50": 12000, "8k": 600, "60k": 200}  # events of each of 100 streams


def follow(serve, streams, events, rate=0):
    serve = [*serve, "--streams", streams, "--events", events]
    work = ["--streams", streams, "--events", events]
    if rate:
        serve += ["--rate", rate]
        work += ["--stamped", 1]
    return serve, work


def under_callgrind(programs, client, serve, work):
    with tempfile.TemporaryDirectory() as room:
        under = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={room}/out")
        told = programs.run(client, serve, work, under)[2]
    return int(re.search(r"Collected : (\d+)", told)[1])


def instructions(programs, clients):
    """User instructions for each event: the difference of two run lengths, so that the start cancels out."""
    streams = 4
    for case, (serve, few, many) in CASES.items():
        for client in clients:
            short, long = (under_callgrind(programs, client, *follow(serve, streams, n)) for n in (few, many))
            yield f"instructions/{case}", client, (long - short) / (streams * (many - few))


def handshakes(programs, clients):
    """User instructions for a connection, its handshake, one short request and its end."""
    for kind, tickets in (("full", 0), ("resumed", 2)):
        serve = ["--tickets", tickets]
        for client in clients:
            work = lambda count: ["--work", "connect", "--connecting", 2, "--connects", count]
            short, long = (under_callgrind(programs, client, serve, work(n)) for n in (10, 40))
            if long - short < 30 * 1000:
                raise RuntimeError(f"{client} made no connections")
            yield f"handshake/{kind}", client, (long - short) / 30


def under_strace(programs, client, serve, work):
    with tempfile.TemporaryDirectory() as room:
        counts = Path(room) / "counts"
        programs.run(client, serve, work, ("strace", "-f", "-c", "-o", str(counts)))
        return int(re.search(r"^\s*100\.00\s+\S+\s+\S+\s+(\d+)", counts.read_text(), re.MULTILINE)[1])


def system_calls(programs, clients):
    """System calls for each event of 400 B: events that wait for the client, and events that it waits for."""
    for kind, streams, rate, few, many in (("saturated", 20, 0, 100, 400), ("isolated", 10, 100, 11, 41)):
        for client in clients:
            short, long = (under_strace(programs, client, *follow(("--size", 400), streams, n, rate)) for n in (few, many))
            yield f"system_calls/{kind}", client, (long - short) / (streams * (many - few))


def parked(programs, client, streams, size=400):
    work = ["--work", "park", "--streams", streams, "--events", 1, "--connecting", 64]
    return programs.run(client, ["--streams", streams, "--events", 1, "--size", size], work)[0]


def memory(programs, clients, streams, size=400):
    """KiB of resident memory for each stream whose poll is held, after it had one event."""
    suffix = "" if size == 400 else "_after_60k"
    for client in clients:
        one = parked(programs, client, 1, size)["rss_kib"]
        many = parked(programs, client, streams, size)
        yield f"memory/{streams}{suffix}", client, (many["rss_kib"] - one) / (streams - 1)
        if size == 400 and streams >= 1000:
            yield f"set_up_cpu_ms/{streams}", client, many["set_up_cpu_us"] / 1000


def cpu_for_1000(figures):
    return figures["cpu_us"] / figures["measured_events"]


def cpu_saturated(programs, clients, runs, share=1.0):
    """CPU milliseconds, user and system, for 1,000 events that are always there, over 100 streams."""
    for case, (serve, _, _) in CASES.items():
        events = max(50 if case == "400x50" else 4, int(SATURATED[case] * share))
        taken = {client: [] for client in clients}
        for _ in range(runs):
            for client in clients:
                taken[client].append(cpu_for_1000(programs.run(client, *follow(serve, 100, events))[0]))
        for client in clients:
            yield f"cpu/{case}", client, statistics.median(taken[client])


def paced(programs, clients, streams, runs, seconds=3, rate=500):
    """Events one at a time at a rate: CPU for 1,000 of them, and the delay from the server to the reader."""
    events = 1 + max(2, rate * seconds // streams)
    for client in clients:
        all_runs = [programs.run(client, *follow(("--size", 400), streams, events, rate))[0] for _ in range(runs)]
        median = lambda name: statistics.median(each[name] for each in all_runs)
        yield f"paced_cpu/{streams}", client, statistics.median(cpu_for_1000(each) for each in all_runs)
        yield f"delay_p50_us/{streams}", client, median("p50_us")
        yield f"delay_p99_us/{streams}", client, median("p99_us")


def scaling(programs, clients, runs, events=10000, rate=2000):
    """CPU for 1,000 of as many events at one rate, over few streams and over many."""
    for streams in (100, 10000):
        each = 1 + events // streams
        for client in clients:
            taken = [programs.run(client, *follow(("--size", 400), streams, each, rate))[0] for _ in range(runs)]
            yield f"scaling_cpu/{streams}", client, statistics.median(cpu_for_1000(one) for one in taken)


def full_set_up(programs, clients, streams):
    """CPU to set up streams whose server gives no tickets."""
    work = ["--work", "park", "--streams", streams, "--events", 1, "--connecting", 64]
    for client in clients:
        taken = programs.run(client, ["--tickets", 0, "--streams", streams, "--events", 1], work)[0]
        yield f"set_up_full_cpu_ms/{streams}", client, taken["set_up_cpu_us"] / 1000


def two_threads(programs, runs):
    """CPU for 1,000 saturated events of 400 B with one thread and with two in the pool that the client runs on."""
    for threads in (1, 2):
        taken = []
        for _ in range(runs):
            serve, work = follow(("--size", 400), 100, SATURATED["400"])
            taken.append(cpu_for_1000(programs.run("hai", serve, [*work, "--threads", threads])[0]))
        yield f"pool_cpu/{threads}", "hai", statistics.median(taken)


def requests_busy(programs):
    """Requests for each event of sessions that have some all the time."""
    streams, events = 20, 21
    for client in ("hai", "sdk_loop"):
        served = programs.run(client, *follow(("--size", 400), streams, events, 200))[1]
        yield "requests/busy", client, served["requests"] / (streams * events)


def requests_parked(programs, seconds=505):
    """Requests an hour for each session in which nothing happens."""
    streams = 20
    serve, work = ["--streams", streams, "--events", 1], ["--streams", streams, "--events", 2]
    for client in ("hai", "sdk_loop"):
        count = programs.requests_within(client, serve, work, seconds)
        yield "requests/parked", client, count / streams * 3600 / seconds


def compile_times(programs, runs=3):
    """Seconds of user time that the compiler takes at -O0: a user's file, and a client written with Beast."""
    known = json.loads((programs.build / "compile_commands.json").read_text())
    by_file = {Path(each["file"]).relative_to(HERE).as_posix(): each for each in known
               if Path(each["file"]).is_relative_to(HERE)}
    for client, like, source in (("hai", "hai/main.cpp", "compile/user.cpp"), ("beast", "beast/main.cpp", "beast/main.cpp")):
        if like not in by_file:
            continue
        given = shlex.split(by_file[like]["command"])
        flags = [each for each in given if each.startswith(("-I", "-D", "-std"))]
        flags += [part for i, each in enumerate(given) if each == "-isystem" for part in given[i:i + 2]]
        compiler = next(each for each in given if not each.endswith("ccache"))
        command = [compiler, *flags, "-O0", "-c", str(HERE / source), "-o", os.devnull]
        taken = []
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(command, check=True, capture_output=True)
            taken.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
        yield "compile", client, statistics.median(taken)

"""Measures everything and writes benchmarks/results: see benchmarks/README.md."""

import argparse
import json
import platform
import subprocess
import sys
import time
from pathlib import Path

import measures
from figures import Figures, read_baseline, rises
from micro import micro_table, parse_costs
from plots import lines_of, plot
from programs import HERE, Programs

RESULTS = HERE / "results"
BASELINE = HERE / "baseline.json"


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    cores = sum(line.startswith("processor") for line in open("/proc/cpuinfo"))
    versions = [subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]
                for command in (["openssl", "version"], ["g++", "--version"])]
    load = " ".join(open("/proc/loadavg").read().split()[:3])
    return f"{cpu}, {cores} cores, Linux {platform.release()}, {'; '.join(versions)}; load {load}"


def groups(programs, full):
    """What is measured, the most telling first: (name, how)."""
    lean = programs.some("floor", "beast", "hai")
    compiled = programs.some("floor", "beast", "curl", "hai")
    scripts = programs.some("aiohttp", "httpx", "fetch")
    runs = 5
    yield "instructions", lambda: measures.instructions(programs, compiled)
    yield "parsing", lambda: parse_costs(programs)
    yield "system calls", lambda: measures.system_calls(programs, compiled)
    yield "memory, 1,000 streams", lambda: measures.memory(programs, compiled + programs.some("aiohttp", "fetch"), 1000)
    yield "memory, 10,000 streams", lambda: measures.memory(programs, compiled if full else lean, 10000)
    yield "memory after 60 KB", lambda: measures.memory(programs, lean, 1000, 61440)
    yield "handshakes", lambda: measures.handshakes(programs, compiled)
    yield "pace, 1,000 streams", lambda: measures.paced(programs, compiled + scripts, 1000, 5 if full else 1)
    yield "CPU, saturated", lambda: measures.cpu_saturated(programs, lean, runs)
    yield "two threads", lambda: measures.two_threads(programs, runs)
    yield "set-up without tickets", lambda: measures.full_set_up(programs, programs.some("hai"), 10000)
    yield "scaling", lambda: measures.scaling(programs, programs.some("hai"), runs if full else 1)
    yield "requests, busy", lambda: measures.requests_busy(programs)
    yield "compile time", lambda: measures.compile_times(programs)
    yield "pace, 100 streams", lambda: measures.paced(programs, compiled + scripts, 100, 5 if full else 1)
    yield "CPU, saturated, curl", lambda: measures.cpu_saturated(programs, programs.some("curl"), 1)
    yield "CPU, saturated, scripts", lambda: measures.cpu_saturated(programs, scripts, 1, 0.05)
    yield "memory, 100 streams", lambda: measures.memory(programs, compiled + scripts, 100)
    if full:
        yield "pace, 10,000 streams", lambda: measures.paced(programs, lean, 10000, 3, seconds=40)
        yield "requests, parked", lambda: measures.requests_parked(programs)
        yield "memory, scripts", lambda: measures.memory(programs, programs.some("aiohttp", "fetch"), 10000)


def deterministic(programs):
    both = programs.some("floor", "hai")
    yield "instructions", lambda: measures.instructions(programs, both)
    yield "parsing", lambda: parse_costs(programs)
    yield "system calls", lambda: measures.system_calls(programs, both)
    yield "memory", lambda: measures.memory(programs, both, 1000)
    yield "handshakes", lambda: measures.handshakes(programs, both)


def measure(chosen, seconds):
    figures, left_out = Figures(), []
    end = time.monotonic() + seconds
    for name, how in chosen:
        if time.monotonic() > end:
            left_out.append(name)
            continue
        began = time.monotonic()
        try:
            for key, client, value in how():
                figures.add(key, client, value)
                print(f"  {key:28} {client:8} {value:14,.2f}", file=sys.stderr, flush=True)
        except (RuntimeError, subprocess.TimeoutExpired) as failure:
            left_out.append(f"{name} ({failure})")
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return figures, left_out


def write_results(figures, programs, left_out, command):
    RESULTS.mkdir(exist_ok=True)
    where = machine()
    document = {"command": command, "machine": where, "date": time.strftime("%Y-%m-%d"), "figures": figures.values,
                "hai_over_floor": figures.floor_ratios(),
                "held_against": {title: round(ratio, 4) for title, ratio, _ in figures.held_against()}, "missing": programs.missing, "left_out": left_out}
    (RESULTS / "latest.json").write_text(json.dumps(document, indent=1) + "\n")
    text = [f"# Figures of one run\n\n`{command}`, {document['date']}\n\n{where}\n", figures.table(), "", figures.other_table(), ""]
    micro = micro_table(programs)
    if micro:
        text.append(f"Micro-benchmarks:\n\n```\n{micro.strip()}\n```\n")
    text += [f"Not measured: {name}: {why}." for name, why in programs.missing.items()]
    text += [f"Left out: {name}." for name in left_out]
    (RESULTS / "latest.md").write_text("\n".join(text) + "\n")
    drawings = {
        "memory.svg": plot("Memory per parked stream", "KiB", lines_of(figures.values, "memory")),
        "cpu.svg": plot("CPU per 1,000 events, 500 events a second", "ms", lines_of(figures.values, "paced_cpu")),
    }
    for name, drawing in drawings.items():
        if drawing:
            (RESULTS / name).write_text(drawing)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--full", action="store_true", help="more runs, more streams: about half an hour")
    parser.add_argument("--check", action="store_true", help="compare what is the same at each run with the committed figures")
    parser.add_argument("--accept", action="store_true", help="make this run's ratios the committed ones")
    asked = parser.parse_args()
    programs = Programs(asked.build)
    for name, why in programs.missing.items():
        print(f"{name} is left out: {why}", file=sys.stderr)
    command = "./dev bench" + "".join(f" --{name}" for name in ("full", "check", "accept") if getattr(asked, name))
    if asked.check:
        figures, left_out = measure(deterministic(programs), 1800)
        risen = rises(read_baseline(BASELINE), figures.floor_ratios())
        print("\n".join(left_out + risen) or "no figure has risen by more than 5 %")
        return 1 if risen or left_out else 0
    figures, left_out = measure(groups(programs, asked.full), 1800 if asked.full else 480)
    write_results(figures, programs, left_out, command)
    if asked.accept:
        BASELINE.write_text(json.dumps({"hai_over_floor": figures.floor_ratios()}, indent=1) + "\n")
    print(figures.table(), figures.other_table(), sep="\n\n")
    return 0


sys.exit(main())

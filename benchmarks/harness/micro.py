"""What reading a page costs, and the Google Benchmark programs."""

import re
import subprocess
import tempfile


def counted(program, parser, rounds):
    with tempfile.TemporaryDirectory() as room:
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={room}/out", program,
                               "--parser", parser, "--rounds", str(rounds)], capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1]), int(done.stdout)


def parse_costs(programs):
    """Instructions per byte: the library's reader stands under hai, Boost.JSON's DOM under beast."""
    program = str(programs.bin / "bench-parse")
    for client, parser in (("hai", "library"), ("beast", "dom")):
        (few, size), (many, _) = counted(program, parser, 2), counted(program, parser, 22)
        yield "parse/page_87k", client, (many - few) / (20 * size)


def micro_table(programs):
    """The output of the micro-benchmarks, as they print it; None where they are not built."""
    program = programs.bin / "bench-micro"
    if not program.exists():
        return None
    done = subprocess.run(["taskset", "-c", "0", str(program), "--benchmark_min_time=0.2"], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None

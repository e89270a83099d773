"""The figures: their names, units and targets, and how a set of them is kept and compared."""

import json

# key: (what it is, unit, most over the floor, most over Beast, whether it is the same at each run)
KNOWN = {
    "instructions/400": ("User instructions per event, 400 B, one per reply", "", 1.40, 0.41, True),
    "instructions/400x50": ("User instructions per event, 400 B, 50 per reply", "", 1.20, 0.25, True),
    "instructions/8k": ("User instructions per event, 8 KB", "", 1.20, 0.27, True),
    "instructions/60k": ("User instructions per event, 60 KB", "", 1.20, 0.27, True),
    "system_calls/saturated": ("System calls per event, events waiting", "", None, None, True),
    "system_calls/isolated": ("System calls per event, one at a time", "", None, None, True),
    "memory/1000": ("Memory per parked stream, 1,000 streams", "KiB", None, None, True),
    "memory/10000": ("Memory per parked stream, 10,000 streams", "KiB", 1.20, 0.31, True),
    "memory/1000_after_60k": ("Memory per parked stream after a 60 KB event, 1,000 streams", "KiB", None, None, True),
    "handshake/full": ("User instructions per connection, full handshake", "", 1.05, None, True),
    "handshake/resumed": ("User instructions per connection, resumed", "", 1.10, None, True),
    "parse/page_87k": ("Instructions per byte, envelope of an 87 KB page", "", None, None, True),
    "set_up_cpu_ms/1000": ("CPU to set up 1,000 streams", "ms", None, None, False),
    "set_up_cpu_ms/10000": ("CPU to set up 10,000 streams", "ms", None, None, False),
    "set_up_full_cpu_ms/10000": ("CPU to set up 10,000 streams without tickets", "ms", None, None, False),
    "cpu/400": ("CPU per 1,000 events, saturated, 400 B", "ms", 1.4, 0.75, False),
    "cpu/400x50": ("CPU per 1,000 events, saturated, 50 per reply", "ms", 1.35, 0.27, False),
    "cpu/8k": ("CPU per 1,000 events, saturated, 8 KB", "ms", 1.3, 0.40, False),
    "cpu/60k": ("CPU per 1,000 events, saturated, 60 KB", "ms", 1.3, 0.25, False),
    "pool_cpu/1": ("CPU per 1,000 events, saturated, 400 B, one thread", "ms", None, None, False),
    "pool_cpu/2": ("CPU per 1,000 events, saturated, 400 B, a pool of two threads", "ms", None, None, False),
    "scaling_cpu/100": ("CPU per 1,000 events at 2,000/s over 100 streams", "ms", None, None, False),
    "scaling_cpu/10000": ("CPU per 1,000 events at 2,000/s over 10,000 streams", "ms", None, None, False),
    "paced_cpu/100": ("CPU per 1,000 events at 500/s over 100 streams", "ms", None, None, False),
    "paced_cpu/1000": ("CPU per 1,000 events at 500/s over 1,000 streams", "ms", None, None, False),
    "paced_cpu/10000": ("CPU per 1,000 events at 500/s over 10,000 streams", "ms", None, None, False),
    "delay_p50_us/100": ("Median delay at 500/s over 100 streams", "us", None, 1.1, False),
    "delay_p50_us/1000": ("Median delay at 500/s over 1,000 streams", "us", None, 1.1, False),
    "delay_p99_us/100": ("99th percentile of the delay over 100 streams", "us", None, None, False),
    "delay_p99_us/1000": ("99th percentile of the delay over 1,000 streams", "us", None, None, False),
    "requests/busy": ("Requests per event, sessions with events all the time", "", None, None, False),
    "requests/parked": ("Requests an hour for a session in which nothing happens", "", None, None, False),
    "compile": ("Compiling a user's file at -O0", "s", None, None, False),
}
CLIENTS = ("floor", "hai", "beast", "curl", "aiohttp", "httpx", "fetch", "sdk_loop")

# What it is, one figure of hai, the figure that it is held against and whose that is, the most.
HELD_AGAINST = (
    ("instructions, 400 B one per reply, over curl", "instructions/400", "instructions/400", "curl", 0.26),
    ("memory per stream, 10,000 streams, over curl", "memory/10000", "memory/10000", "curl", 0.36),
    ("memory per stream, 1,000 streams, over aiohttp", "memory/1000", "memory/1000", "aiohttp", 0.08),
    ("memory after a 60 KB event over before", "memory/1000_after_60k", "memory/1000", "hai", 1.05),
    ("full handshake over curl", "handshake/full", "handshake/full", "curl", 0.66),
    ("resumed handshake over curl", "handshake/resumed", "handshake/resumed", "curl", 0.51),
    ("set-up of 10,000 streams, resumed over full", "set_up_cpu_ms/10000", "set_up_full_cpu_ms/10000", "hai", 0.55),
    ("set-up of 10,000 streams over curl", "set_up_cpu_ms/10000", "set_up_cpu_ms/10000", "curl", 0.25),
    ("set-up of 1,000 streams over aiohttp", "set_up_cpu_ms/1000", "set_up_cpu_ms/1000", "aiohttp", 0.20),
    ("set-up of 1,000 streams over fetch", "set_up_cpu_ms/1000", "set_up_cpu_ms/1000", "fetch", 0.20),
    ("median delay over 100 streams, over fetch", "delay_p50_us/100", "delay_p50_us/100", "fetch", 0.60),
    ("median delay over 100 streams, over aiohttp", "delay_p50_us/100", "delay_p50_us/100", "aiohttp", 0.60),
    ("median delay over 100 streams, over httpx", "delay_p50_us/100", "delay_p50_us/100", "httpx", 0.20),
    ("median delay over 1,000 streams, over fetch", "delay_p50_us/1000", "delay_p50_us/1000", "fetch", 0.60),
    ("median delay over 1,000 streams, over aiohttp", "delay_p50_us/1000", "delay_p50_us/1000", "aiohttp", 0.60),
    ("CPU per event over 10,000 streams over 100, same rate", "scaling_cpu/10000", "scaling_cpu/100", "hai", 1.20),
    ("CPU per event of a pool of two threads over one thread", "pool_cpu/2", "pool_cpu/1", "hai", 1.25),
    ("requests of busy sessions over the SDKs' loop", "requests/busy", "requests/busy", "sdk_loop", 0.55),
    ("requests of parked sessions over the SDKs' loop", "requests/parked", "requests/parked", "sdk_loop", 0.85),
)


class Figures:
    def __init__(self, values=None):
        self.values = values or {}

    def add(self, key, client, value):
        self.values.setdefault(key, {})[client] = round(value, 3)

    def ratio(self, key, of="hai", over="floor"):
        row = self.values.get(key, {})
        return row[of] / row[over] if row.get(of) is not None and row.get(over) else None

    def floor_ratios(self):
        """hai over the floor, of what is the same at each run."""
        found = {}
        for key in self.values:
            if KNOWN[key][4] and self.ratio(key) is not None:
                found[key] = round(self.ratio(key), 4)
        return found

    def held_against(self):
        """The other ratios that have a target: [(what, ratio, most)]."""
        found = []
        for title, key, other, whose, most in HELD_AGAINST:
            mine, theirs = self.values.get(key, {}).get("hai"), self.values.get(other, {}).get(whose)
            if mine and theirs:
                found.append((title, mine / theirs, most))
        return found

    def other_table(self):
        lines = ["| hai's figure | ratio | target |", "|---|---|---|"]
        return "\n".join(lines + [f"| {title} | {ratio:.2f} | {target(most)} |" for title, ratio, most in self.held_against()])

    def table(self):
        present = [c for c in CLIENTS if any(c in row for row in self.values.values())]
        lines = ["| figure | " + " | ".join(present) + " | hai / floor | target | hai / beast | target |",
                 "|---|" + "---|" * (len(present) + 4)]
        for key, (title, unit, floor_target, beast_target, _) in KNOWN.items():
            row = self.values.get(key)
            if not row:
                continue
            cells = [shown(row.get(client)) for client in present]
            cells += [shown_ratio(self.ratio(key)), target(floor_target), shown_ratio(self.ratio(key, over="beast")),
                      target(beast_target)]
            lines.append(f"| {title}{f' ({unit})' if unit else ''} | " + " | ".join(cells) + " |")
        return "\n".join(lines)


def shown(value):
    if value is None:
        return ""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 100 else f"{value:.2f}"


def shown_ratio(value):
    return "" if value is None else f"{value:.2f}"


def target(value):
    return "" if value is None else f"≤ {value:.2f}"


def rises(before, now, allowed=1.05):
    """What costs more, against the floor, than it did."""
    return [f"{key}: hai / floor was {before[key]:.3f}, is {now[key]:.3f}"
            for key in before if key in now and now[key] > before[key] * allowed]


def read_baseline(path):
    with open(path) as file:
        return json.load(file)["hai_over_floor"]

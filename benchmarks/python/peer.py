"""What the Python clients share: the plan of the command line, the tasks, and the line of figures at the end."""

import argparse
import asyncio
import json
import os
import resource
import ssl
import sys
import time


class Plan:
    def __init__(self):
        parser = argparse.ArgumentParser()
        for name, kind, default in (
            ("work", str, "follow"), ("port", str, ""), ("ca-file", str, ""), ("streams", int, 1),
            ("events", int, 1), ("connects", int, 0), ("connecting", int, 16), ("stamped", int, 0),
        ):
            parser.add_argument("--" + name, type=kind, default=default)
        vars(self).update(vars(parser.parse_args()))
        self.base = f"https://127.0.0.1:{self.port}/api/v2/sessions/"
        self.headers = {"Authorization": "Bearer hk-bench", "Accept": "application/json"}

    def url(self, stream, from_index):
        return f"{self.base}00000000-0000-4000-8000-{stream:012d}/changes?wait_for_seconds=25&from_index={from_index}"

    def tls(self):
        return ssl.create_default_context(cafile=self.ca_file)


def cpu_us():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round((used.ru_utime + used.ru_stime) * 1e6)


def resident_kib():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * (resource.getpagesize() // 1024)


class Tally:
    def __init__(self, plan):
        self.plan = plan
        self.all = plan.streams * plan.events
        self.warm_from = max(plan.streams, self.all // 10)
        self.events = self.wrong = self.connected = 0
        self.delays = []
        self.started = self.warm = self.last = (time.monotonic_ns(), cpu_us())
        self.set_up_cpu = 0

    def on_page(self, page):
        """Counts the events of a page. True: the last of the plan is among them."""
        now = time.monotonic_ns()
        for event in page["new_events"]:
            self.events += 1
            if event["type"] != "AgentEvent" or not event["data"]["kind"]:
                self.wrong += 1
            sent = int(event["data"]["sent_ns"])
            if self.plan.stamped and sent and self.events > self.warm_from:
                self.delays.append((now - sent) // 1000)
            if self.events == self.plan.streams:
                self.set_up_cpu = cpu_us() - self.started[1]
            if self.events == self.warm_from:
                self.warm = (time.monotonic_ns(), cpu_us())
            if self.events == self.all:
                self.last = (time.monotonic_ns(), cpu_us())
        return self.events == self.all

    def on_connect(self):
        self.connected += 1
        if self.connected == self.plan.connects:
            self.warm, self.last = self.started, (time.monotonic_ns(), cpu_us())
        return self.connected == self.plan.connects

    def finish(self, client):
        self.delays.sort()
        share = lambda part: self.delays[int(part * (len(self.delays) - 1))] if self.delays else 0
        print(json.dumps({
            "client": client, "events": self.events, "wrong_events": self.wrong, "connected": self.connected,
            "measured_events": self.all - self.warm_from, "cpu_us": self.last[1] - self.warm[1],
            "wall_us": (self.last[0] - self.warm[0]) // 1000, "set_up_cpu_us": self.set_up_cpu,
            "rss_kib": resident_kib(), "p50_us": share(0.5), "p99_us": share(0.99),
        }))
        sys.stdout.flush()
        os._exit(0)


async def follow(client, poll, number, plan, tally, begun):
    from_index = 0
    while True:
        page = await poll(plan.url(number, from_index))
        if page is None:
            continue
        if from_index == 0:
            begun.release()
        from_index += len(page["new_events"])
        if tally.on_page(page) and plan.work == "follow":
            tally.finish(client)


async def follow_all(client, plan, tally, poll):
    """A task for each stream. `poll(url)` brings a page, or None for a 204."""
    begun = asyncio.Semaphore(plan.connecting)
    tasks = []
    for number in range(plan.streams):
        await begun.acquire()
        tasks.append(asyncio.create_task(follow(client, poll, number, plan, tally, begun)))
    while tally.events < tally.all:
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.5)
    tally.finish(client)

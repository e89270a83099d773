"""Events: long-polled, paged, and as the client of this tree gets them."""

import json
import os
import subprocess

from checks import BASE_URL, KEY, client, equal, plain, true


def ours(session_id):
    """The session as hai-watch follows it: its events, and its end."""
    told = subprocess.run(
        [os.environ["HAI_WATCH"], "--base-url", BASE_URL, "--json", "--timeout", "60", session_id],
        env={**os.environ, "HAI_API_KEY": KEY}, capture_output=True, text=True, check=False,
    )
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    true(lines and "end" in lines[-1], f"hai-watch follows to the end: {told.stderr}")
    return [each["event"] for each in lines[:-1]], lines[-1]["end"]


def stream_whole():
    api = client()
    handle = api.start_session(agent="h/web-surfer-pro", messages="Find a lamp.")
    streamed = [plain(each) for each in handle.stream(wait_for_seconds=5)]
    events, end = ours(handle.id)
    equal([each["type"] for each in streamed], [each["type"] for each in events], "types of the events")
    equal(len(events), end["next_index"], "number of the events")
    paged, page = [], 1
    while len(paged) < len(events):
        got = api.sessions.list_session_events(handle.id, page=page, size=7)
        equal(got.total, len(events), "total of a page")
        paged += [plain(each) for each in got.items]
        page += 1
    equal(paged, streamed, "pages and stream")
    equal([plain(each) for each in handle.stream(from_index=5)], streamed[5:], "a stream from an index")
    equal([plain(each) for each in handle.stream(limit=3)], streamed, "a stream in small pages")


def run_to_the_end():
    result = client().run_session(agent="h/web-surfer-pro", messages="Find a lamp.", wait_for_seconds=5)
    _, end = ours(result.id)
    for name in ("status", "answer", "outcome", "error", "error_code"):
        equal(getattr(result, name), end[name], name)
    equal(result.next_from_index, end["next_index"], "next index")


def snapshot_and_silence():
    api = client()
    handle = api.start_session(agent="h/a", messages="x", idle_timeout_s=60)
    tail = len(list(handle.stream()))
    equal(handle.changes(from_index=tail), None, "changes past the end")
    told = handle.changes(from_index=0, include_events=False)
    equal((told.status, told.new_events, told.answer), ("idle", [], "Done: x"), "a snapshot")
    true(told.metrics is not None, "metrics of a snapshot")


ALL = [stream_whole, run_to_the_end, snapshot_and_silence]

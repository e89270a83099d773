"""The loop of the official SDKs, for the requests that it makes: a poll of 20 seconds, then the status."""

import http.client
import json
import threading

from peer import Plan


def follow(plan, stream):
    connection = http.client.HTTPSConnection("127.0.0.1", int(plan.port), context=plan.tls())
    path = f"/api/v2/sessions/00000000-0000-4000-8000-{stream:012d}"

    def get(target):
        connection.request("GET", path + target, headers=plan.headers)
        reply = connection.getresponse()
        text = reply.read()
        return json.loads(text) if reply.status == 200 else None

    seen = 0
    while seen < plan.events:
        page = get(f"/changes?from_index={seen}&wait_for_seconds=20")
        seen += len(page["new_events"]) if page else 0
        get("/status")


def main():
    plan = Plan()
    followers = [threading.Thread(target=follow, args=(plan, stream)) for stream in range(plan.streams)]
    for each in followers:
        each.start()
    for each in followers:
        each.join()
    print(json.dumps({"client": "sdk_loop", "events": plan.streams * plan.events}))


main()

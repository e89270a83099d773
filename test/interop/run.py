"""Drives a simulated platform with the official SDK, and says what differs."""

import importlib.metadata
import sys
import traceback

import agents
import conversations
import sessions
import sharing
import streams


def main():
    print(f"hai-agents {importlib.metadata.version('hai-agents')} for Python")
    failed = 0
    for subject in (sessions, streams, conversations, agents, sharing):
        for check in subject.ALL:
            name = f"{subject.__name__}.{check.__name__}"
            try:
                check()
                print(f"  same     {name}")
            except Exception as error:  # whatever the SDK throws is a difference
                failed += 1
                print(f"  differs  {name}: {type(error).__name__}: {error}")
                traceback.print_exc()
    return 1 if failed else 0


sys.exit(main())

"""Messages, turns, and the commands that steer a session."""

from hai_agents import UserMessageEvent
from hai_agents.polling import file_from_path
from hai_agents.sessions import SendSessionMessagesRequestBody_Batch
from checks import client, equal, plain, true


def idle_turns():
    handle = client().start_session(agent="h/a", messages="one", idle_timeout_s=60)
    first = handle.wait_for_completion(wait_for_seconds=5)
    equal((first.status, first.answer), ("idle", "Done: one"), "first turn")
    handle.send_message("two")
    second = handle.wait_for_completion(from_index=first.next_from_index, wait_for_seconds=5)
    equal((second.status, second.answer), ("idle", "Noted. There is nothing more to do."), "second turn")
    spoken = [plain(each.data)["content"] for each in second.events
              if each.type == "AgentEvent" and plain(each.data)["kind"] == "message_event"]
    equal(spoken, [["two"]], "messages of the second turn")


def batches_images_and_files():
    handle = client().start_session(agent="h/a", messages="one", idle_timeout_s=60)
    start = handle.wait_for_completion().next_from_index
    attached = file_from_path(__file__)
    messages = [
        UserMessageEvent(message="see", images=["data:image/png;base64,aGVsbG8="]),
        UserMessageEvent(message="read", files=[attached]),
    ]
    handle.send_message(SendSessionMessagesRequestBody_Batch(messages=messages))
    events = handle.wait_for_completion(from_index=start).events
    spoken = [plain(each.data)["content"] for each in events
              if each.type == "AgentEvent" and plain(each.data)["kind"] == "message_event"]
    equal([each[0] for each in spoken], ["see", "read"], "messages of a batch")
    equal(spoken[0][1]["source"], "aGVsbG8=", "image of a message")
    handed = [each for each in events if each.type == "AttachmentEvent"]
    equal([(each.data.origin, each.data.name) for each in handed], [("user", attached.name)], "file of a message")


def pause_and_resume():
    handle = client().start_session(agent="h/web-surfer-pro", messages="Find a lamp.")
    handle.pause()
    equal(handle.status().status, "paused", "state after pause")
    handle.resume()
    true(handle.status().status in ("pending", "running"), "state after resume")
    handle.cancel()


def force_answer():
    handle = client().start_session(agent="h/web-surfer-pro", messages="Find a lamp.")
    handle.force_answer()
    result = handle.wait_for_completion()
    equal((result.status, result.outcome), ("completed", "partial"), "a forced answer")
    true(result.answer, "there is an answer")


def cancel():
    handle = client().start_session(agent="h/web-surfer-pro", messages="Find a lamp.")
    handle.cancel()
    equal(handle.wait_for_completion().status, "interrupted", "state after cancel")
    handle.cancel()
    handle.send_message("Go on.")
    equal(handle.wait_for_completion().status, "completed", "a terminal session restarts on a message")


ALL = [idle_turns, batches_images_and_files, pause_and_resume, force_answer, cancel]

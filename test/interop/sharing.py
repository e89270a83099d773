"""Links, feedback, images and files."""

import base64

import httpx
from checks import BASE_URL, client, equal, plain, refused, true


def share_and_take_back():
    api = client()
    made = api.sessions.create_session(agent="h/a", messages="x")
    link = api.sessions.share_session(made.id).share_url
    url = link if "://" in link else BASE_URL + link
    equal(httpx.get(url).json()["id"], made.id, "a shared session without a key")
    equal(httpx.get(f"{BASE_URL}/api/v2/sessions/{made.id}/status").status_code, 200, "its status without a key")
    api.sessions.unshare_session(made.id)
    equal(httpx.get(url).status_code, 401, "the link after it was taken back")


def feedback():
    api = client()
    handle = api.start_session(agent="h/a", messages="x", idle_timeout_s=60)
    handle.wait_for_completion()
    api.sessions.submit_session_feedback(handle.id, success=True)
    api.sessions.submit_event_feedback(handle.id, 0, success=False, message="too slow")
    refused(404, api.sessions.submit_event_feedback, handle.id, 10_000, success=True)


def screenshot():
    api = client()
    handle = api.start_session(agent="h/web-surfer-pro", messages="Find a lamp.")
    for event in handle.stream():
        data = plain(event.data)
        if event.type == "AgentEvent" and data["kind"] == "observation_event":
            break
    bucket, _, key = data["image"]["source"].partition("/resources/")[2].partition("/")
    image = b"".join(api.sessions.get_session_resource(handle.id, bucket, key))
    true(image.startswith(b"\x89PNG"), "an image behind a redirect to another origin")


def files():
    api = client()
    made = api.sessions.create_session(agent="h/a", messages="x", idle_timeout_s=60)
    content = base64.b64encode(b"a;b\n").decode()
    written = api.session_files.write_file(made.id, path="~/Downloads/table.csv", content_base64=content)
    equal(written.size_bytes, 4, "size of what was written")
    equal(api.session_files.read_file(made.id, path=written.path).content_base64, content, "what was written")
    listed = api.session_files.list_files(made.id)
    equal([(each.name, each.size_bytes) for each in listed.files], [("table.csv", 4)], "the listing")
    refused(422, api.session_files.read_file, made.id, path="/etc/passwd")
    refused(404, api.session_files.read_file, made.id, path="~/Downloads/none")


ALL = [share_and_take_back, feedback, screenshot, files]

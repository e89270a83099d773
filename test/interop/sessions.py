"""Creating, reading, listing, and what is refused."""

import hai_agents
from checks import client, equal, plain, refused, true


def create_and_read():
    api = client()
    made = api.sessions.create_session(
        agent="h/web-surfer-pro", messages="Find a lamp.", max_steps=3, timezone="Europe/Paris", group_id="interop"
    )
    read = api.sessions.get_session(made.id)
    equal(read.id, made.id, "id")
    equal(plain(read.request)["max_steps"], 3, "max_steps of the request")
    equal(read.request.group_id, "interop", "group of the request")
    true(read.agent_view_url.endswith(made.id), "agent_view_url ends with the id")
    equal(type(read.status).__name__, "SessionStatus", "status of a session")
    listed = api.sessions.list_sessions(group_id="interop", size=100)
    true(made.id in [each.id for each in listed.items], "a new session is listed by its group")
    equal(plain(listed.items[0].first_message)["message"], "Find a lamp.", "first message")


def idempotency():
    api = client()
    once = api.sessions.create_session(agent="h/a", messages="x", idempotency_key="interop-1")
    again = api.sessions.create_session(agent="h/a", messages="x", idempotency_key="interop-1")
    equal(again.id, once.id, "a repeated create")
    refused(422, api.sessions.with_raw_response.create_session, agent="h/a", messages="y", idempotency_key="interop-1")


def quota():
    told = client().sessions.get_session_quota()
    equal(told.scope, "org", "scope of the quota")
    true(told.limit >= told.active and told.available <= told.limit, "the quota adds up")


def errors():
    api = client()
    nobody = "00000000-0000-4000-8000-000000000000"
    equal(str(refused(404, api.sessions.get_session, nobody)), "Session not found (status_code: 404)", "text of a 404")
    true("nauthorized" in str(refused(401, hai_agents.Client(base_url=api._client_wrapper.get_base_url(),
                                                            api_key="hk-wrong").sessions.list_sessions)),
         "text of a 401")
    invalid = refused(422, api.sessions.create_session, agent="h/a", max_steps=0)
    equal(type(invalid).__name__, "UnprocessableEntityError", "type of a 422")
    true("greater than" in str(invalid), "text of a 422")
    refused(422, api.sessions.get_session_changes, nobody, wait_for_seconds=26)


ALL = [create_and_read, idempotency, quota, errors]

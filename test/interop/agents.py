"""What a run brings along: tools, and the format of the answer."""

import typing

import pydantic
from hai_agents import tool
from checks import client, equal, true


class Lamp(pydantic.BaseModel):
    name: str
    watts: typing.Optional[int] = None
    colours: typing.List[typing.Literal["red", "white"]]


def structured_answer():
    result = client().run_session(agent="h/a", messages="Which lamp?", answer_schema=Lamp)
    equal(result.answer, Lamp(name="example", colours=["red"]), "a structured answer")


def structured_answer_of_an_inline_agent():
    agent = {"name": "lamps", "description": "Finds lamps.", "environments": [{"kind": "web", "id": "browser"}]}
    result = client().run_session(agent=agent, messages="Which lamp?", answer_schema=Lamp)
    true(isinstance(result.answer, Lamp), "an inline agent answers in the format")


def tools_of(agent):
    asked = []

    @tool
    def price_of(name: str, count: int = 2) -> str:
        """What some lamps cost."""
        asked.append((name, count))
        return "9 EUR"

    @tool
    def broken() -> str:
        """Does not work."""
        raise RuntimeError("out of order")

    result = client().run_session(agent=agent, messages="Price?", tools=[price_of, broken], wait_for_seconds=5)
    equal(result.status, "completed", "a run with tools")
    equal(asked, [("example", 2)], "calls of the tool")
    shown = [each.data for each in result.events if each.type == "AgentEvent"]
    results = [each for each in shown if getattr(each, "kind", "") == "tool_result"]
    failures = [each for each in shown if getattr(each, "kind", "") == "error_event"]
    equal([each.result for each in results], ["9 EUR"], "results in the stream")
    equal([each.error for each in failures], ["RuntimeError: out of order"], "failures in the stream")


def tools_of_a_catalog_agent():
    tools_of("h/a")


def tools_of_an_inline_agent():
    tools_of({"name": "lamps", "description": "Finds lamps.", "environments": [{"kind": "web", "id": "browser"}]})


def a_wait_without_tools_ends():
    api = client()
    definition = {"name": "ask", "description": "Asks.", "input_schema": {"type": "object", "properties": {}}}
    handle = api.start_session(agent="h/a", messages="x", overrides={"agent.tools": [definition]})
    result = handle.wait_for_completion(wait_for_seconds=5)
    equal(result.status, "awaiting_tool_results", "a wait without tools")
    pending = handle.status().pending_tool_calls
    equal([each.tool_name for each in pending], ["ask"], "pending calls of the status")


ALL = [structured_answer, structured_answer_of_an_inline_agent, tools_of_a_catalog_agent, tools_of_an_inline_agent,
       a_wait_without_tools_ends]

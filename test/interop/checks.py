"""What every check uses: the client, and how a difference is told."""

import os

from hai_agents import Client
from hai_agents.core.api_error import ApiError

BASE_URL = os.environ["HAI_SIM_URL"]
KEY = os.environ["HAI_SIM_KEY"]


class Difference(AssertionError):
    """The SDK met something that it does not expect, or got something else than the platform has."""


def client(**options):
    return Client(base_url=BASE_URL, api_key=KEY, **options)


def equal(got, wanted, what):
    if got != wanted:
        raise Difference(f"{what}: {got!r}, not {wanted!r}")


def true(condition, what):
    if not condition:
        raise Difference(what)


def refused(status, call, *arguments, **named):
    """The error of a call that must fail with this status."""
    try:
        call(*arguments, **named)
    except ApiError as error:
        equal(error.status_code, status, f"status of {getattr(call, '__name__', call)}")
        return error
    raise Difference(f"{getattr(call, '__name__', call)} did not fail")


def plain(value):
    """A model of the SDK as the JSON that it was made of, without what it did not have."""
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value

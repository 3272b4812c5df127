"""Reading a refusal in a test: which rules were broken where."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from sandbox.errors import ApiError, Json


class Limit(NamedTuple):
    """One rule: what just keeps it, what just breaks it, and what Discord then says where."""

    name: str
    kept: Any
    broken: Any
    place: str
    code: str
    message: str


def each(limits: list[Limit]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("limit", limits, ids=[limit.name for limit in limits])


def refusal(check: Callable[[], None]) -> dict[str, list[tuple[str, str]]]:
    """By place, what an invalid form's refusal says; empty when nothing is refused."""
    error = _raised(check)
    if error is None:
        return {}

    assert (error.status, error.code, error.message) == (400, 50035, "Invalid Form Body")

    return dict(_leaves(error.errors or {}, ()))


def _raised(check: Callable[[], None]) -> ApiError | None:
    try:
        check()
    except ApiError as error:
        return error

    return None


def _leaves(tree: Json, path: tuple[str, ...]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for key, node in tree.items():
        if key == "_errors":
            yield ".".join(path), [(entry["code"], entry["message"]) for entry in node]
        else:
            yield from _leaves(node, (*path, key))


def longest(limit: int) -> tuple[str, str]:
    return "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."


def between(least: int, most: int) -> tuple[str, str]:
    return "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."


def at_most(limit: int, kind: str = "int") -> tuple[str, str]:
    return "NUMBER_TYPE_MAX", f"{kind} value should be less than or equal to {limit}."


def at_least(limit: int, kind: str = "int") -> tuple[str, str]:
    return "NUMBER_TYPE_MIN", f"{kind} value should be greater than or equal to {limit}."


REQUIRED = ("BASE_TYPE_REQUIRED", "This field is required")
NO_LIST = ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
NO_MODEL = ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
NO_DICT = ("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")

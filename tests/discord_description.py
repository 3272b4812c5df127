"""Discord's own description of its HTTP API (OpenAPI 3.1), to hold what is sent against it.

The project does not ship it. It is looked for in the file that `MARQUEE_DISCORD_OPENAPI` names, else beside the
project; tests that need it bear the mark `needs_description` and are skipped without it.
"""

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator, exceptions
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

VARIABLE = "MARQUEE_DISCORD_OPENAPI"
_BESIDE = Path(__file__).parents[2] / "shared" / "data" / "discord-openapi.json.gz"
_URI = "urn:discord"


def description_path() -> Path | None:
    """Where the description is, or None."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else _BESIDE
    return path if path.is_file() else None


needs_description = pytest.mark.skipif(
    description_path() is None, reason=f"Discord's API description is not at hand; name its file in {VARIABLE}"
)
"""The mark of tests that cannot run without the description."""


def check_response(method: str, path_template: str, status: int, body: object) -> None:
    """Raises AssertionError if Discord would not answer that request so.

    `path_template` is Discord's own, such as `/channels/{channel_id}/messages`.
    """
    responses = _operation(method, path_template)["responses"]
    assert str(status) in responses, f"{method} {path_template} is never answered with {status}"
    content = responses[str(status)].get("content")
    if content is None:
        assert body is None, f"{method} {path_template} has no body with {status}"
        return

    pointer = ("paths", path_template, method.lower(), "responses", str(status), "content")
    _check((*pointer, "application/json", "schema"), body)


def check_request(method: str, path_template: str, body: object) -> None:
    """Raises AssertionError if Discord's description does not allow that JSON body in a request."""
    assert "requestBody" in _operation(method, path_template), f"{method} {path_template} takes no body"
    pointer = ("paths", path_template, method.lower(), "requestBody", "content", "application/json", "schema")
    _check(pointer, body)


def check_schema(name: str, body: object) -> None:
    """Raises AssertionError if a body is not of the description's schema of that name."""
    _check(("components", "schemas", name), body)


@cache
def _description() -> dict[str, Any]:
    path = description_path()
    assert path is not None, f"Discord's API description is not at hand; name its file in {VARIABLE}"
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)

    return json.loads(content)


def _operation(method: str, path_template: str) -> dict[str, Any]:
    found = _description()["paths"].get(path_template, {}).get(method.lower())
    assert found is not None, f"Discord has no {method} {path_template}"
    return cast("dict[str, Any]", found)


def _check(pointer: tuple[str, ...], body: object) -> None:
    # jsonschema's own types are partly unknown, hence Any.
    validator: Any = _validator(pointer)
    best_match = cast("Any", exceptions.best_match)  # pyright: ignore[reportUnknownMemberType] - the same
    worst = best_match(validator.iter_errors(body))
    if worst is not None:
        raise AssertionError(f"{worst.json_path}: {worst.message}"[:1000])


@cache
def _validator(pointer: tuple[str, ...]) -> Draft202012Validator:
    resource: Resource[Any] = Resource.from_contents(_description(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry[Any]().with_resource(_URI, resource)
    path = "/".join(_escaped(step) for step in pointer)
    return Draft202012Validator({"$ref": f"{_URI}#/{path}"}, registry=registry)


def _escaped(step: str) -> str:
    # First as a step of a JSON pointer, then for a URI's fragment.
    return quote(step.replace("~", "~0").replace("/", "~1"), safe="~@")

"""Components: from what a client sends to what Discord gives back, and finding one of them."""

import itertools
from collections.abc import Iterator

from sandbox.protocol import ComponentType, Json

_SELECTS = (
    ComponentType.STRING_SELECT,
    ComponentType.USER_SELECT,
    ComponentType.ROLE_SELECT,
    ComponentType.MENTIONABLE_SELECT,
    ComponentType.CHANNEL_SELECT,
)
_KEPT = (
    *("type", "custom_id", "style", "label", "emoji", "url", "sku_id", "disabled"),
    *("placeholder", "min_values", "max_values", "options", "default_values", "channel_types"),
)


def build_components(rows: list[Json]) -> list[Json]:
    """Discord's form of checked components: each has a number of its own, and selects their defaults."""
    given = {row.get("id") for row in rows} | {child.get("id") for child in children(rows)}
    numbers = (number for number in itertools.count(1) if number not in given)
    built: list[Json] = []
    for row in rows:
        # A row's number comes before those of what is in it.
        shown: Json = {"type": row["type"], "id": row.get("id") or next(numbers), "components": []}
        shown["components"] = [_build(child, numbers) for child in row.get("components", ())]
        built.append(shown)

    return built


def children(rows: list[Json]) -> Iterator[Json]:
    """The buttons and selects of a message."""
    for row in rows:
        yield from row.get("components", ())


def find_component(rows: list[Json], custom_id: str) -> Json | None:
    """The button or select with that custom id, or None."""
    return next((child for child in children(rows) if child.get("custom_id") == custom_id), None)


def _build(component: Json, numbers: Iterator[int]) -> Json:
    built: Json = {key: component[key] for key in _KEPT if component.get(key) is not None}
    built["id"] = component.get("id") or next(numbers)
    if built["type"] in _SELECTS:
        built.setdefault("min_values", 1)
        built.setdefault("max_values", 1)

    if "default_values" in built:
        # Clients may send ids as numbers; JavaScript has no room for them.
        built["default_values"] = [one | {"id": str(one["id"])} for one in built["default_values"]]

    if "emoji" in built:
        built["emoji"] = {"name": None} | {k: v for k, v in built["emoji"].items() if v is not None}

    return built

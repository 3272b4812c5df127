"""Embeds: from what a client sends to what Discord gives back."""

from datetime import UTC, datetime
from typing import cast

from sandbox.messages.addresses import Addresses
from sandbox.protocol import Json

_ATTACHMENT = "attachment://"


def build_embeds(embeds: list[Json], files: list[Json], addresses: Addresses) -> list[Json]:
    """Discord's form of checked embeds; `attachment://` addresses are those of `files`, by name."""
    return [_build(embed, _Images(files, addresses)) for embed in embeds]


def is_shown_by(file: Json, embeds: list[Json]) -> bool:
    """Whether an embed shows that attachment; Discord then does not list it among the message's."""
    return any(
        picture.get(key) == file["url"]
        for embed in embeds
        for picture, key in (
            (embed.get("image", {}), "url"),
            (embed.get("thumbnail", {}), "url"),
            (embed.get("author", {}), "icon_url"),
            (embed.get("footer", {}), "icon_url"),
        )
    )


def show_embed(embed: Json, addresses: Addresses) -> Json:
    """An embed as clients get it, with whole addresses."""
    return {key: _show(value, addresses) for key, value in embed.items()}


def _show(value: object, addresses: Addresses) -> object:
    if not isinstance(value, dict):
        return value

    part = cast("Json", value)
    return {
        key: addresses.outside(inner) if isinstance(inner, str) and key.endswith("url") else inner
        for key, inner in part.items()
    }


class _Images:
    def __init__(self, files: list[Json], addresses: Addresses) -> None:
        self._files = {file["filename"]: file for file in files}
        self._addresses = addresses

    def picture(self, given: Json) -> Json:
        file = self._file(given["url"])
        if file is None:
            address = self._addresses.inside(given["url"])
            shown: Json = {"url": address, "proxy_url": address}
        else:
            shown = {"url": file["url"], "proxy_url": file["url"]}
            shown |= {key: file[key] for key in ("width", "height", "content_type") if key in file}

        if given.get("description"):
            shown["description"] = given["description"]

        return shown

    def icon(self, address: str) -> Json:
        file = self._file(address)
        found = self._addresses.inside(address) if file is None else file["url"]
        return {"icon_url": found, "proxy_icon_url": found}

    def _file(self, address: str) -> Json | None:
        if not address.startswith(_ATTACHMENT):
            return None

        return self._files.get(address.removeprefix(_ATTACHMENT))


def _build(embed: Json, images: _Images) -> Json:
    built: Json = {"type": "rich"}
    for key in ("title", "description"):
        if isinstance(embed.get(key), str) and embed[key].strip():
            built[key] = embed[key].strip()

    if embed.get("url"):
        built["url"] = embed["url"]

    if isinstance(embed.get("color"), int):
        built["color"] = embed["color"]

    if embed.get("timestamp"):
        built["timestamp"] = _timestamp(str(embed["timestamp"]))

    for key in ("image", "thumbnail"):
        if embed.get(key) and embed[key].get("url"):
            built[key] = images.picture(embed[key])

    return built | _build_lines(embed, images)


def _build_lines(embed: Json, images: _Images) -> Json:
    built: Json = {}
    for key, text in (("author", "name"), ("footer", "text")):
        given = embed.get(key)
        if not given or not given.get(text):
            continue

        built[key] = {text: str(given[text]).strip()}
        if key == "author" and given.get("url"):
            built[key]["url"] = given["url"]

        if given.get("icon_url"):
            built[key] |= images.icon(given["icon_url"])

    if embed.get("fields"):
        built["fields"] = [
            {
                "name": str(field["name"]).strip(),
                "value": str(field["value"]).strip(),
                "inline": bool(field.get("inline", False)),
            }
            for field in embed["fields"]
        ]

    return built


def _timestamp(text: str) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)

    return moment.astimezone(UTC).isoformat()

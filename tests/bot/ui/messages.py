"""What Discord is sent for an answer, and what a person would see of it."""

import re
import unicodedata
from typing import Any

from bot.ui.answer import Answer
from sandbox.validate.messages import check_message
from tests.bot.ui.discord_markdown import see

Json = dict[str, Any]

_TIME = re.compile(r"<t:\d+:R>\Z")
_BAR = re.compile(r"^`[ ½\d]+ ★ [ ,\d]+`", re.MULTILINE)
_SUBTEXT = re.compile(r"\n-# ")
_UNSEEN_IN_A_LINE = ("Cc", "Cs", "Zl", "Zp")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def sent(answer: Answer) -> Json:
    """The message as discord.py sends it; refused as Discord would refuse it. Raises ApiError."""
    payload: Json = {
        "content": answer.content,
        "embeds": [embed.to_dict() for embed in answer.embeds],
        "components": answer.view().to_components(),
    }
    check_message(payload, file_count=len(answer.files()))
    return payload


def rendered(message: Json) -> list[str]:
    """The texts in which Discord renders Markdown."""
    found = [message["content"]]

    for embed in message["embeds"]:
        found += [embed.get("title", ""), embed.get("description", "")]
        found += [text for field in embed.get("fields", ()) for text in (field["name"], field["value"])]

    return [text for text in found if text]


def unrendered(message: Json) -> list[str]:
    """The texts that Discord shows as they are, each on one line."""
    found: list[str] = []

    for embed in message["embeds"]:
        found += [embed.get("author", {}).get("name", ""), embed.get("footer", {}).get("text", "")]
        found.append(embed.get("thumbnail", {}).get("description", ""))

    for item in items(message):
        found += [item.get("label", ""), item.get("placeholder", "")]
        found += [text for one in item.get("options", ()) for text in (one["label"], one.get("description", ""))]

    return [text for text in found if text]


def items(message: Json) -> list[Json]:
    """The buttons and selects."""
    return [item for row in message["components"] for item in row["components"]]


def labels(message: Json) -> list[str]:
    """The labels of the buttons."""
    return [item["label"] for item in items(message) if item["type"] == 2]


def constructs(message: Json) -> list[str]:
    """Everything that Discord would make of the texts besides formatting, our own small print, bars and times apart."""
    texts = [_SUBTEXT.sub("\n", _BAR.sub("", _TIME.sub("", text)), count=1) for text in rendered(message)]
    return [name for text in texts for name in see(text).constructs]


def assert_harmless(answer: Answer) -> Json:
    """The message, once Discord has taken it and nothing in it is more than text."""
    message = sent(answer)

    assert constructs(message) == []

    assert all(map(is_plain, unrendered(message)))

    assert_described(message)
    return message


def is_plain(text: str) -> bool:
    """Whether the text is one line without anything that can't be seen or turns its direction."""
    return not (_TURNS.search(text) or any(unicodedata.category(character) in _UNSEEN_IN_A_LINE for character in text))


def assert_described(message: Json) -> None:
    """Every picture has words for those who do not see it."""
    for embed in message["embeds"]:
        for picture in ("thumbnail", "image"):
            assert picture not in embed or embed[picture]["description"].strip()

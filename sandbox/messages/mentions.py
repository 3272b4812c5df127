"""Whom a message mentions, after what its sender allows and may do."""

import re
from dataclasses import dataclass

from sandbox import permissions
from sandbox.protocol import Json
from sandbox.snowflakes import parse_id
from sandbox.world import Guild

_CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
_USER = re.compile(r"<@!?(\d{1,19})>")
_ROLE = re.compile(r"<@&(\d{1,19})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids of those who are notified, in the order of the text."""

    users: list[int]
    roles: list[int]
    everyone: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, where, and with which permissions there."""

    guild: Guild | None
    bits: int
    replied_author_id: int | None = None


def find_mentions(content: str, allowed: Json | None, sender: Sender) -> Mentions:
    """Those mentioned by `content`; `allowed` is the payload's `allowed_mentions`, None if it has none."""
    text = _CODE.sub(" ", content)
    users = [i for i in _ids(_USER, text) if _is_allowed("users", i, allowed)]
    if sender.replied_author_id is not None and (allowed is None or allowed.get("replied_user") is True):
        users.append(sender.replied_author_id)

    if sender.guild is None:
        return Mentions(_once(users), [], everyone=False)

    may_all = bool(sender.bits & permissions.MENTION_EVERYONE)
    roles = [
        i
        for i in _ids(_ROLE, text)
        if _is_allowed("roles", i, allowed) and (role := sender.guild.role(i)) and (may_all or role.mentionable)
    ]
    everyone = may_all and _is_allowed("everyone", 0, allowed) and bool(_EVERYONE.search(text))
    return Mentions(_once(users), _once(roles), everyone)


def _ids(pattern: re.Pattern[str], text: str) -> list[int]:
    return [int(found) for found in pattern.findall(text)]


def _is_allowed(kind: str, wanted: int, allowed: Json | None) -> bool:
    if allowed is None or kind in (allowed.get("parse") or ()):
        return True

    return wanted in [parse_id(listed) for listed in allowed.get(kind) or ()] if kind != "everyone" else False


def _once(ids: list[int]) -> list[int]:
    return list(dict.fromkeys(ids))

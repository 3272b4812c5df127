"""How people name a member of Letterboxd."""

import re

from data.errors import BadUsername
from data.models import USERNAME_PATTERN

_NAME = re.compile(rf"@?({USERNAME_PATTERN})")
_PAGE = re.compile(rf"(?:https?://)?(?:www\.)?letterboxd\.com/({USERNAME_PATTERN})(?:[/?#].*)?", re.IGNORECASE)

_NO_MEMBERS = frozenset({"film", "films", "list", "lists", "members", "journal", "search", "settings", "user"})
"""What stands in a member's place in the addresses of other pages."""


def username_in(typed: str) -> str:
    """The name that is meant: as it is, after an @, or in the address of a page of theirs. Raises BadUsername."""
    text = typed.strip()

    if (name := _NAME.fullmatch(text)) is not None:
        return name[1]

    if (page := _PAGE.fullmatch(text)) is not None and page[1].casefold() not in _NO_MEMBERS:
        return page[1]

    raise BadUsername(typed)

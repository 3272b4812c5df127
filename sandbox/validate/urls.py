"""Addresses in payloads: which are well formed for Discord."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from sandbox.validate import rules

_HOST = re.compile(r"[^\s/?#@\\<>\"^`{|}\x00-\x20]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def url_problem(url: str, schemes: Sequence[str]) -> rules.Rule | None:
    """The rule that an address breaks; None when it is well formed.

    `attachment` among the schemes allows `attachment://file.png` (a file of the same message); Discord's message
    does not name it.
    """
    scheme = url.partition(":")[0].lower()
    if scheme not in schemes:
        named = [name for name in schemes if name != "attachment"]
        return rules.bad_scheme(scheme, named)

    if scheme == "attachment":
        return None if re.fullmatch(r"attachment://[^\s/\\]+", url, re.IGNORECASE) else rules.BAD_URL

    return None if _has_host(url) else rules.BAD_URL


def _has_host(url: str) -> bool:
    if _BLANK.search(url) or "://" not in url:
        return False

    try:
        parts = urlsplit(url)
        host = parts.hostname
        # Reading the port raises where it is no number.
        _ = parts.port
    except ValueError:
        return False

    return host is not None and _HOST.fullmatch(host) is not None

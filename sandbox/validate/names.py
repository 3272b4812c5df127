"""Names of commands and of their options (Discord's documentation, "Application command naming")."""

import unicodedata
from typing import Final

from sandbox.validate import rules

LONGEST_NAME: Final = 32

# Devanagari and Thai are allowed whole, with the vowel signs that are no letters of their own (Unicode, Scripts.txt).
_WHOLE_SCRIPTS: Final = (
    (0x0900, 0x0950),
    (0x0955, 0x0963),
    (0x0966, 0x097F),
    (0xA8E0, 0xA8FF),
    (0x11B00, 0x11B09),
    (0x0E01, 0x0E3A),
    (0x0E40, 0x0E5B),
)


def name_problem(name: str) -> rules.Rule | None:
    r"""The rule that a slash command's or an option's name breaks, apart from its length; None when it is right.

    The rule is `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, and lower case wherever there is one.
    """
    if not all(_is_allowed(character) for character in name):
        return rules.REGEX

    return rules.COMMAND_NAME if name != name.lower() else None


def _is_allowed(character: str) -> bool:
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True

    return any(first <= ord(character) <= last for first, last in _WHOLE_SCRIPTS)

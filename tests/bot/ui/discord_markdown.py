"""A small reader of Discord's Markdown: what its client would make of a text in an embed.

Written from the client's known rules and on purpose without anything from `bot.ui`. Where the rules are in doubt it
sees too much rather than too little, so that a text in which it finds nothing is safe.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

BOLD, ITALIC, UNDERLINE, STRIKE = 1, 2, 4, 8

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_SHRUG = re.compile(r"¯\\_\(ツ\)_/¯")
_WORD = re.compile(r"[0-9A-Za-z_]")

_AT_LINE_START = {
    "heading": re.compile(r"[^\S\n]*#{1,3}\s"),
    "subtext": re.compile(r"[^\S\n]*-#\s"),
    "quote": re.compile(r"[^\S\n]*>(?:>>)?\s"),
    "list": re.compile(r"[^\S\n]*(?:[-*+]|\d+[.])[^\S\n]"),
}
_ANYWHERE = {
    "code": re.compile(r"(`+)[\s\S]*?[^`]\1(?!`)"),
    "autolink": re.compile(r"<[^: >]+:/[^ >]+>"),
    "contact": re.compile(r"<(?:mailto:|tel:|sms:)?[^\s<>]+@[^\s<>]+>|<\+\d+>"),
    "link": re.compile(r"(?:https?|steam|discord)://\S", re.IGNORECASE),
    "masked link": re.compile(
        r"\[(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*\]\(\s*<?[^\s]*?>?(?:\s+['\"][\s\S]*?['\"])?\s*\)"
    ),
    "invite": re.compile(r"(?:discord\.gg|discord(?:app)?\.com/invite|dsc\.gg)/\S", re.IGNORECASE),
    "mention": re.compile(r"<(?:@[!&]?|#)\d+>|@everyone|@here"),
    "command": re.compile(r"</[^>\n]+:\d+>"),
    "navigation": re.compile(r"<id:[^>\s]+>"),
    "timestamp": re.compile(r"<t:-?\d+(?::[tTdDfFR])?>"),
    "custom emoji": re.compile(r"<a?:\w+:\d+>"),
    "sound": re.compile(r"<sound:\d+:\d+>"),
    "emoji name": re.compile(r":[^\s:]+:"),
    "spoiler": re.compile(r"\|\|[\s\S]+?\|\|"),
}


@dataclass(frozen=True)
class Seen:
    """What a person sees: characters with their styles, and what else the text turned out to hold."""

    characters: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    constructs: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "".join(character for character, _ in self.characters)

    @property
    def ink(self) -> list[tuple[str, int]]:
        """The characters that are not white space."""
        return [(character, styles) for character, styles in self.characters if not character.isspace()]


def see(source: str) -> Seen:
    """What Discord shows for `source`; word joiners, which show nothing, are left out."""
    seen = Seen()
    _read(source, 0, seen)
    seen.characters[:] = [pair for pair in seen.characters if pair[0] != "\u2060"]
    return seen


def styled_words(source: str) -> list[tuple[str, int]]:
    """The words of `source` as shown, each stretch of one style by itself."""
    seen = [*see(source).characters]
    words: list[tuple[str, int]] = []
    current = ""

    for (character, styles), (following, following_styles) in pairwise([*seen, (" ", -1)]):
        current += character if not character.isspace() else ""

        if current and (following.isspace() or styles != following_styles):
            words.append((current, styles))
            current = ""

    return words


def _read(source: str, styles: int, seen: Seen) -> None:
    position = 0

    while position < len(source):
        position = _step(source, position, styles, seen)


def _step(source: str, position: int, styles: int, seen: Seen) -> int:
    if match := _ESCAPE.match(source, position):
        seen.characters.append((match[1], styles))
        return match.end()

    if match := _SHRUG.match(source, position):
        seen.characters.extend((character, styles) for character in match[0])
        return match.end()

    seen.constructs.extend(_constructs_at(source, position))

    if found := _formatting_at(source, position):
        style, inner, end = found
        _read(inner, styles | style, seen)
        return end

    seen.characters.append((source[position], styles))
    return position + 1


def _constructs_at(source: str, position: int) -> list[str]:
    names = [name for name, rule in _ANYWHERE.items() if rule.match(source, position)]

    if position == 0 or source[position - 1] == "\n":
        names += [name for name, rule in _AT_LINE_START.items() if rule.match(source, position)]

    return names


def _formatting_at(source: str, position: int) -> tuple[int, str, int] | None:
    """The style that begins here, what it holds, and where it ends. Of several the longest wins, italic first."""
    spans = [
        (end, preference, style, start)
        for preference, style, mark, find_end in _FORMATS
        if source.startswith(mark, position)
        and (end := find_end(source, start := position + len(mark), mark)) is not None
        and end > start
    ]

    if not spans:
        return None

    longest = max(spans, key=lambda span: (span[0] + _width(span[2]), span[1]))
    end, _, style, start = longest
    return style, source[start:end], end + _width(style)


def _width(style: int) -> int:
    """How many characters the style's mark has."""
    return 1 if style == ITALIC else 2


def _end_of_double(source: str, start: int, mark: str) -> int | None:
    """Where `**` or `__` ends: at the first such mark, not escaped, that is not followed by one more of its sign."""
    position = start

    while position < len(source):
        if source[position] == "\\":
            position += 2
            continue

        is_last = source[position + 2 : position + 3] != mark[0]

        if position > start and source.startswith(mark, position) and is_last:
            return position

        position += 1

    return None


def _end_of_strike(source: str, start: int, mark: str) -> int | None:
    """Where `~~` ends: at the first pair that no underscore follows; a backslash means nothing in it."""
    position = source.find(mark, start + 1)

    while position != -1 and source[position + 2 : position + 3] == "_":
        position = source.find(mark, position + 1)

    return None if position == -1 else position


def _end_of_single(source: str, start: int, mark: str) -> int | None:
    """Where `*` or `_` ends. A doubled sign belongs to what is inside; a single one that cannot end it forbids it."""
    position = start

    if mark == "*" and source[start : start + 1].isspace():
        return None

    while position < len(source):
        if source[position] == "\\" or source.startswith(mark * 2, position):
            position += 2
        elif source[position] == mark:
            after = source[position + 1 : position + 2]
            may_end = not source[position - 1].isspace() if mark == "*" else not _WORD.match(after)
            return position if may_end else None
        else:
            position += 1

    return None


_FORMATS = (
    (2, ITALIC, "*", _end_of_single),
    (2, ITALIC, "_", _end_of_single),
    (1, BOLD, "**", _end_of_double),
    (0, UNDERLINE, "__", _end_of_double),
    (-1, STRIKE, "~~", _end_of_strike),
)
"""The styles by preference among spans of one length: italic before bold before underline."""

r"""Runs of text written so that Discord shows exactly these.

Discord reads Markdown by a list of rules, each a regular expression tried at every place of the text. A backslash
before a punctuation mark is its earliest rule and makes that mark literal (by the patch notes of March 2026 even
`\@everyone`), while a zero-width space no longer breaks a mention. So nothing is put into the text and nothing
replaced in it: what could begin a construct gets a backslash, and all formatting left is written here.
"""

import re
from collections.abc import Iterable

from data.markup import BOLD, ITALIC, STRIKE, STYLES, UNDERLINE, WORD_CHARACTER, Run

SEPARATOR = "\u2060"
"""A word joiner: keeps two delimiters apart that Discord would read as one, and shows nothing."""

DELIMITER_COST = 3
"""The most characters that beginning or ending one style takes: a delimiter of two and a separator."""


def write(runs: Iterable[Run]) -> str:
    """The runs in Discord's Markdown: formatted as they say, everything else literal, every style closed."""
    writer = _Writer()
    all_runs = list(runs)

    for place, ends in enumerate(_ends(all_runs)):
        writer.add(all_runs[place], ends, is_followed=place + 1 < len(all_runs))

    return writer.finish()


# What could begin something wherever it stands. `#` stays where it is a keycap's base; a colon matters before
# "//" and in ":smile:"; a dot in a name such as discord.gg, which is an invite without any "https://".
_SPECIAL = re.compile(r"[\\*_~`|<>@\[\]]|#(?!\ufe0f?\u20e3)|:(?!\s|\Z)|(?<=\w)\.(?=[^\W\d_])")
_LIST_MARKER = re.compile(r"^([^\S\n]*+)(?:([-+])|(\d++)(\.))(?=\s|\Z)", re.MULTILINE)
_COSTLY = re.compile(r"[\\*_~`|<>@\[\]#:]|\.(?=[^\W\d_])")
_LIST_WORD = re.compile(r"[-+]|\d++\.")


def escape(text: str, *, is_line_start: bool) -> str:
    """`text` such that Discord shows these very characters."""
    escaped = _SPECIAL.sub(r"\\\g<0>", text)

    if is_line_start:
        return _LIST_MARKER.sub(r"\1\3\\\2\4", escaped)

    first, newline, rest = escaped.partition("\n")
    return first + newline + _LIST_MARKER.sub(r"\1\3\\\2\4", rest) if newline else first


def added_by_escape(word: str, *, is_line_start: bool, is_whole: bool) -> int:
    """The most characters that `escape` adds to `word`, which, if not whole, goes on after it."""
    is_list_word = is_line_start and _LIST_WORD.fullmatch(word) is not None
    return len(_COSTLY.findall(word)) + is_list_word + (not is_whole)


def _ends(runs: list[Run]) -> list[dict[int, int]]:
    """For each run, at which run each style that it has comes to its end."""
    ends: list[dict[int, int]] = []
    current: dict[int, int] = {}

    for place in range(len(runs) - 1, -1, -1):
        current = {style: current.get(style, place + 1) for style in STYLES if runs[place].styles & style}
        ends.append(current)

    return ends[::-1]


class _Writer:
    """Writes runs one after the other with as few delimiters as will do."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[tuple[int, str]] = []
        self._last = ""  # the character written last
        self._delimiter = ""  # the delimiter written last, "" once text has followed
        self._closed = ""  # the same where it closed a style
        self._is_line_start = True

    def add(self, run: Run, ends: dict[int, int], *, is_followed: bool) -> None:
        """Writes one run; `ends` tells which of its styles lasts longest and so is opened first."""
        self._close_until(run.styles)
        missing = [style for style in ends if style not in (style for style, _ in self._open)]

        for style in sorted(missing, key=lambda style: -ends[style]):
            self._open.append((style, self._delimiter_for(style)))
            self._put_delimiter(self._open[-1][1])

        self._put_text(run.text, is_followed=is_followed)

    def finish(self) -> str:
        """Closes what is open. Everything that was written."""
        self._close_until(0)
        return "".join(self._out)

    def _close_until(self, styles: int) -> None:
        while any(not style & styles for style, _ in self._open):
            _, delimiter = self._open.pop()
            self._put_delimiter(delimiter)
            self._closed = delimiter

    def _delimiter_for(self, style: int) -> str:
        if style == ITALIC:
            return "_" if self._delimiter == "**" else "*"

        return {BOLD: "**", UNDERLINE: "__", STRIKE: "~~"}[style]

    def _put_delimiter(self, delimiter: str) -> None:
        is_run_on = self._last == delimiter[0] and (self._delimiter or delimiter == "~~")
        is_barred = self._closed == "~~" and delimiter[0] == "_"  # ~~struck~~_ is not read as struck

        if is_run_on or is_barred:
            self._out.append(SEPARATOR)

        self._out.append(delimiter)
        self._last = delimiter[-1]
        self._delimiter = delimiter
        self._closed = ""

    def _put_text(self, text: str, *, is_followed: bool) -> None:
        if self._closed == "_" and WORD_CHARACTER.match(text):
            self._out.append(SEPARATOR)  # _italic_s is not read as italic

        escaped = escape(text, is_line_start=self._is_line_start or bool(self._delimiter))

        if is_followed and escaped.endswith(":"):
            escaped = escaped[:-1] + "\\:"  # :**smile**:

        self._out.append(escaped)
        self._last = escaped[-1]
        self._delimiter = ""
        self._closed = ""
        line = text.rpartition("\n")[2]
        self._is_line_start = not line.strip() and (line != text or self._is_line_start)

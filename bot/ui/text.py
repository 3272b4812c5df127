"""What members write, on its way to the people who read it. Nothing of theirs is shown but through here.

| for | use |
|---|---|
| a review in an embed's description or field | `shown`, `pages`, `preview` |
| a title, name or tag where Discord renders Markdown | `literal` |
| a footer, author line, label, option, form's title or choice | `plain`, then `truncated` |

Bold, italic, underline and strike-through stay as the writer meant them; everything else is literal. An address
stays readable and can be copied, but is no link: what is clickable may open an invite, be shown as a channel or a
file, or lead to a look-alike name, and a review does without.
"""

import re
from functools import lru_cache

from bot.ui.characters import boundary, clean, one_line
from bot.ui.limits import length
from bot.ui.markdown import escape, write
from bot.ui.markup import read
from bot.ui.paging import SHORTEST_PAGE, first_part, split

ELLIPSIS = "…"

PREVIEWED = 12_000
"""Characters of a text that its beginning is taken from: reading 50,000 takes up to a third of a second."""

_PAGED_TEXTS = 32
"""How many texts stay in memory with their pages, for those who leaf through them: the longest take a third of a second
to page."""

_SPOILER_BARS = re.compile(r"\\[!-/:-@\[-`{-~]|(?P<bars>\|\|)")


def shown(text: str) -> str:
    """A member's text for an embed's description or field. Empty where nothing of it is visible."""
    return write(read(text))


def pages(text: str, limit: int) -> list[str]:
    """The whole text as `shown`, on pages of at most `limit` (64 or more); formatting is closed and reopened.

    None where nothing is visible. Raises ValueError for a smaller limit.
    """
    return list(_pages(text, limit))


@lru_cache(_PAGED_TEXTS)
def _pages(text: str, limit: int) -> tuple[str, ...]:
    return tuple(split(read(text), limit))


def preview(text: str, limit: int) -> str:
    """The beginning of the text as `shown`, cut after a word with "…" where it is longer than `limit`.

    Below 65 characters only a text that fits is shown, and "…" in place of any other.
    """
    runs, is_all = read(text[:PREVIEWED]), len(text) <= PREVIEWED
    begun = write(runs)

    if not (is_all or begun):
        # Much that can't be seen, and perhaps something after it.
        runs, is_all = read(text), True
        begun = write(runs)

    if is_all and length(begun) <= limit:
        return begun

    if limit <= SHORTEST_PAGE:
        return ELLIPSIS[: max(0, limit)]

    return first_part(runs, limit - 1) + ELLIPSIS


def literal(text: str) -> str:
    """A title, name or tag on one line for a place that renders Markdown: shown exactly as it is."""
    return escape(one_line(text), is_line_start=True)


def plain(text: str) -> str:
    """Text on one line for a place that renders no Markdown; without invisible characters, nothing escaped."""
    return one_line(text)


def truncated(text: str, limit: int) -> str:
    """`text` cut to `limit` with "…", between two characters as people see them and never within an escape."""
    if length(text) <= limit:
        return text

    room = limit - len(ELLIPSIS)

    if room <= 0:
        return ELLIPSIS[: max(0, limit)]

    end = min(len(text), room)

    while (excess := length(text[:end]) - room) > 0:
        end -= (excess + 1) // 2

    cut = text[: boundary(text, end)] if end else ""
    cut = cut.rstrip()

    if (len(cut) - len(cut.rstrip("\\"))) % 2:
        cut = cut[:-1]  # half an escape

    return cut + ELLIPSIS


def has_spoiler(text: str) -> bool:
    """Whether `||…||` stands anywhere in the text, in code too: in doubt a text is hidden."""
    return _has_bars(text) or _has_bars(clean(text))


def words(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 review", "1,204 reviews", "2 diaries" where `many` says so."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _has_bars(text: str) -> bool:
    opening = next((match for match in _SPOILER_BARS.finditer(text) if match["bars"]), None)
    return opening is not None and text.find("||", opening.end() + 1) != -1

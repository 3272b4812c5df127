"""The HTML of reviews on Letterboxd, read into runs of text.

Members type it by hand, so it is read for its text and not for its rules: a tag is what looks like one, any other
`<` is a character. Not by `html.parser`, which took a minute for 60 kB of `<a ` and raises on others (Python 3.11.7);
later ones leave out what stands behind an unfinished tag. Time here is linear, and only tags are left out, with
characters that no text has.
"""

import re
from html import unescape

from data.markup import BOLD, ITALIC, Run, merged

BLANKS = " \t\n\f\v"
"""White space that may go at the edge of a paragraph; a non-breaking space was meant."""

# A comment, or a tag: an attribute's value with < or > in it ends the tag early and stays as text.
_TAG = re.compile(
    r"<!--(?:[^<>-]|-(?!->))*+-->|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?=[\s/>])(?P<attributes>[^<>]*+)>"
)
_ADDRESS = re.compile(r"""(?<![^\s"'/])href\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"']++))""", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x20]{1,2000}", re.IGNORECASE)
_NEWLINES = re.compile("\r\n?")
_CONTROLS = re.compile("[\0-\b\x0e-\x1f\x7f]+")
_LONG_REFERENCE = re.compile(r"&(?=#[0-9]{9}|#[xX][0-9A-Fa-f]{9})")  # int() refuses 4,301 digits, no character has 9

_STYLES = {"b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC}
_PARAGRAPHS = frozenset(
    {"blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"}
)
_LINES = frozenset({"dd", "dt", "li", "tr"})
_OPENING, _CLOSING = '"“„«「『', '"”“»」』'


def read_html(html: str) -> list[Run]:
    """The text that a reader of this HTML sees, bold and italic as there.

    Paragraphs are parted by a blank line; a link's address follows it in parentheses, and a quotation stands in
    quotation marks.
    """
    reader = _Reader()
    position = 0

    for match in _TAG.finditer(html):
        reader.add(html[position : match.start()])
        position = match.end()

        if match["name"]:
            reader.take(match["name"].lower(), match["attributes"], is_end=bool(match["end"]))

    reader.add(html[position:])
    return reader.finish()


class _Quote:
    """A quotation that is being read: the place that was kept for its opening mark, once it has any text."""

    def __init__(self) -> None:
        self.place: int | None = None
        self.first = ""


class _Reader:
    """Puts pieces of text together as the tags between them tell."""

    def __init__(self) -> None:
        self._pieces: list[Run] = []
        self._depths = {BOLD: 0, ITALIC: 0}
        self._gap = 2  # line breaks that part what comes from what there is; nothing is parted from the beginning
        self._is_broken = False  # whether a <br> came last
        self._quotes: list[_Quote] = []
        self._empty_quotes: list[_Quote] = []
        self._address = ""
        self._link_start = 0

    def add(self, source: str) -> None:
        """Text as it stands between tags."""
        text = _CONTROLS.sub("", _NEWLINES.sub("\n", unescape(_LONG_REFERENCE.sub("&amp;", source))))

        if self._is_broken and text:
            text = text.removeprefix("\n")  # the source's line ends there as well
            self._is_broken = False

        self._add_text(text)

    def take(self, tag: str, attributes: str, *, is_end: bool) -> None:
        """A tag."""
        if tag in _STYLES:
            style = _STYLES[tag]
            self._depths[style] = max(0, self._depths[style] + (-1 if is_end else 1))
        elif tag == "br":
            self._add_text("\n")
            self._is_broken = True
        elif tag == "a":
            self._end_link()

            if not is_end:
                self._address, self._link_start = _address(attributes), len(self._pieces)
        elif tag == "blockquote":
            self._turn_quote(is_end=is_end)

        if tag in _PARAGRAPHS or tag in _LINES:
            self._gap = max(self._gap, 2 if tag in _PARAGRAPHS else 1)

    def finish(self) -> list[Run]:
        """All that was read, with everything ended that was not."""
        self._end_link()

        while self._quotes:
            self._turn_quote(is_end=True)

        self._trim()
        return merged(self._pieces)

    def _add_text(self, text: str) -> None:
        if self._gap:
            text = text.lstrip(BLANKS)

        if not text:
            return

        if self._gap:
            self._part()

        self._begin_quotes(text[0])
        self._put(text)

    def _part(self) -> None:
        """Makes the line breaks that are due; a link that was never ended ends before them."""
        if self._address and len(self._pieces) > self._link_start:
            self._end_link()

        if self._pieces:
            self._trim()
            self._pieces.append(Run(0, "\n" * self._gap))

        self._gap = 0

    def _put(self, text: str) -> None:
        self._pieces.append(Run(sum(style for style, depth in self._depths.items() if depth), text))

    def _trim(self) -> str:
        """Takes white space off the end, and gives it back."""
        trimmed: list[str] = []

        while self._pieces:
            last = self._pieces.pop()
            kept = last.text.rstrip(BLANKS)
            trimmed.append(last.text[len(kept) :])

            if kept or not last.text:
                self._pieces.append(Run(last.styles, kept))
                break

        return "".join(reversed(trimmed))

    def _begin_quotes(self, first: str) -> None:
        for quote in self._empty_quotes:
            quote.place, quote.first = len(self._pieces), first
            self._put("")

        self._empty_quotes.clear()

    def _turn_quote(self, *, is_end: bool) -> None:
        if not is_end:
            quote = _Quote()
            self._quotes.append(quote)
            self._empty_quotes.append(quote)
        elif self._quotes:
            self._end_quote(self._quotes.pop())

    def _end_quote(self, quote: _Quote) -> None:
        """Puts quotation marks where there is something to quote, and its writer set none."""
        if quote.place is None:
            self._empty_quotes.pop()  # what is empty was opened last
            return

        self._trim()

        if quote.first in _OPENING and self._pieces[-1].text[-1:] in _CLOSING:
            return

        self._pieces[quote.place] = Run(self._pieces[quote.place].styles, "“")
        self._put("”")

        if self._quotes and self._quotes[-1].place == quote.place - 1:
            self._quotes[-1].first = "“"

    def _end_link(self) -> None:
        shown = self._link_text() if self._address else ""

        if shown and _bare(shown) != _bare(self._address):
            blanks = self._trim()
            self._put(f" ({self._address})")
            self._put(blanks)

        self._address = ""

    def _link_text(self) -> str:
        return "".join(piece.text for piece in self._pieces[self._link_start :]).strip()


def _address(attributes: str) -> str:
    """Where a link leads; empty where it leads nowhere on the web."""
    match = _ADDRESS.search(attributes)
    address = unescape(_LONG_REFERENCE.sub("&amp;", next(filter(None, match.groups()), ""))) if match else ""
    address = address.strip()
    return address if _WEB_ADDRESS.fullmatch(address) else ""


def _bare(address: str) -> str:
    """An address without what people leave out of one."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")

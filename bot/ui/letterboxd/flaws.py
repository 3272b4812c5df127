"""Why a file of an import, or a line of one, was skipped: in words, with where it stands. What is quoted is hostile."""

from bot.ui.text import literal, truncated
from data.models import Fault, Flaw

_FILE, _VALUE = 80, 100

WORDS: dict[Flaw, str] = {
    Flaw.NOT_A_ZIP: "it is no ZIP archive, or a damaged one",
    Flaw.ENCRYPTED: "it is locked with a password",
    Flaw.NESTED: "it is an archive within the archive, and I open none",
    Flaw.TOO_LARGE: "it is larger than I read",
    Flaw.TOO_MANY_FILES: "there are more files than I open",
    Flaw.BOMB: "it unpacks to far more than it should",
    Flaw.UNKNOWN_FILE: "an export has no file of that name",
    Flaw.NOT_TEXT: "it is no text in UTF-8",
    Flaw.NUL_BYTES: "it holds zero bytes where text should be",
    Flaw.CONFLICT: "it holds marks of two versions that were not merged",
    Flaw.NOT_A_TABLE: "its columns are not those of such a file",
    Flaw.TOO_MANY_ROWS: "there are more lines than I read",
    Flaw.TOO_MANY_VIEWINGS: "there are more viewings of this film than I take: I took the first",
    Flaw.BAD_ROW: "the columns do not fit the first line, or a quotation mark is missing",
    Flaw.NO_TITLE: "there is no title",
    Flaw.TITLE_TOO_LONG: "the title is too long",
    Flaw.BAD_YEAR: "that is no year of a film",
    Flaw.BAD_DATE: "that is no day, or one to come",
    Flaw.BAD_RATING: "that is no rating from half a star to five",
    Flaw.BAD_ID: "that is no id of a film",
    Flaw.BAD_FLAG: "that is neither yes nor no",
    Flaw.BAD_ADDRESS: "that is no address of a page on Letterboxd",
    Flaw.TEXT_TOO_LONG: "the text is longer than I keep",
    Flaw.TAGS_LEFT_OUT: "too many tags, or too long ones: the rest was taken",
}
"""Why a file, or a line of one, was skipped."""


def fault_line(fault: Fault) -> str:
    """File, line, reason, and the beginning of what was found there; within 400 characters."""
    where = f"**{truncated(literal(fault.file), _FILE) or 'a file'}**"
    line = f", line {fault.line:,}" if fault.line is not None else ""
    found = truncated(literal(fault.value), _VALUE)
    return f"{where}{line}: {WORDS[fault.flaw]}{f' (“{found}”)' if found else ''}"

"""A member's export: its files, what is in them, and how Letterboxd takes them."""

from collections.abc import Sequence

from bot.services.exports import Export, ExportFile
from bot.ui import limits
from bot.ui.answer import Answer, Attachment
from bot.ui.names import server_name
from bot.ui.text import words

_HOW = (
    "**How to bring it there**: open <https://letterboxd.com/import/>, choose the diary's file and look through what"
    " Letterboxd finds; several files one after the other."
)
_HOW_WATCHLIST = " The watchlist's file goes in on the page of your watchlist there."
_BESIDES = (
    "\n-# Likes, and that a text gives something away, are not part of that format. Importing these files here again"
    " changes nothing."
)


def export_answers(export: Export, guild_name: str) -> list[Answer]:
    """The messages that bring the files, as many as one takes each; the first says what they are."""
    first, *others = _by_message(export.files)
    how = f"{_HOW}{_HOW_WATCHLIST if export.wanted else ''}{_BESIDES}"
    said = f"{_said(export, server_name(guild_name, 100))}\n{how}"
    return [_with_files(said, first), *(_with_files("Further files of your export:", files) for files in others)]


def _said(export: Export, guild_name: str) -> str:
    """What is in the files."""
    lines = ["Here are your files for Letterboxd."]

    if export.films:
        counts = (words(export.films, "film"), words(export.viewings, "viewing"), words(export.reviews, "review"))
        lines.append(
            f"**Your diary** · {', '.join(counts)}: what you rated and wrote in {guild_name}, and what you watched"
            " besides."
        )

    if export.wanted:
        lines.append(f"**Your watchlist** · {words(export.wanted, 'film')}.")

    return "\n".join(lines)


def _by_message(files: Sequence[ExportFile]) -> list[list[ExportFile]]:
    """The files in their order, as many together as one message takes."""
    messages: list[list[ExportFile]] = [[]]
    size = 0

    for file in files:
        is_full = len(messages[-1]) == limits.FILES or size + len(file.content) > limits.FILES_BYTES

        if messages[-1] and is_full:
            messages.append([])
            size = 0

        messages[-1].append(file)
        size += len(file.content)

    return messages


def _with_files(said: str, files: Sequence[ExportFile]) -> Answer:
    first, *further = (Attachment(file.name, file.content) for file in files)
    return Answer(content=said, attachment=first, further=further)

"""The pages of an import from Letterboxd: how to get an export, what it would do, how far it is, what it did. No I/O.

Everything that stands in the files is hostile, their names too.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from discord import ButtonStyle

from bot.ui import limits
from bot.ui.answer import Answer, Item
from bot.ui.components import button
from bot.ui.custom_ids import (
    AskUndoImport,
    CancelImport,
    KeepUnknown,
    PostLatest,
    ShowFaults,
    ShowImport,
    ShowImportFilm,
    ShowImportFilms,
    StartImport,
    UndoImport,
)
from bot.ui.embeds import GOLD, GREY, TEAL, Embed
from bot.ui.help import mention
from bot.ui.letterboxd.sums import brings_nothing, here_lines, new_lines, what_goes, what_is_told
from bot.ui.text import literal, plain, truncated, words
from data.models import ImportState, ImportView

CommandIds = Mapping[str, int]

UNDO_FOR = timedelta(days=1)
"""How long an import can be taken back."""

CANCELLED = Answer(content="I let go of it: nothing was imported.")

_BAR = 20
_NAME = 100
_EXPORT_PAGE = "https://letterboxd.com/settings/data/"


def how_to_export(command_ids: CommandIds) -> Answer:
    """In three steps how to get an export, for somebody who has none here."""
    command = mention(command_ids, "letterboxd import")
    lines = [
        f"**1.** In a browser, open [Settings → Data on Letterboxd]({_EXPORT_PAGE}) and press **Export your data**.",
        "**2.** Save the ZIP that you get, as it is: it may also come by mail.",
        f"**3.** Use {command} here again, and give it the ZIP as `file`.",
    ]
    embed = Embed(title="Bring your diary along from Letterboxd", description="\n".join(lines), colour=GOLD)
    embed.add_field(
        name="Good to know",
        value=(
            "First I show you what I would do; nothing is imported before you say so, and for a day you can take it"
            " back."
            "\nNothing comes twice, however often you import. Nothing goes into the feed unless you ask for it."
            "\nA single CSV file of the export works as well, and so does a file in Letterboxd's own import format, up"
            " to 10 MB. I never open `profile.csv`, which holds your mail address."
        ),
        inline=False,
    )
    return Answer(embeds=(embed,))


def import_page(view: ImportView, command_ids: CommandIds, *, has_feed: bool = False, said: str = "") -> Answer:
    """How the import stands. `has_feed` says whether the server has a channel for its feed; `said` what just happened.

    `said` is worded by us.
    """
    match view.about.state:
        case ImportState.STAGING | ImportState.MATCHING:
            return _at_work(view, command_ids, "Looking for your films…", (_cancel(view, "Cancel"),))
        case ImportState.READY:
            return _ready(view, said)
        case ImportState.RUNNING:
            return _at_work(view, command_ids, "Importing…", ())
        case ImportState.DONE:
            return _done(view, command_ids, said, has_feed=has_feed)
        case ImportState.UNDOING:
            return _at_work(view, command_ids, "Taking it back…", ())
        case ImportState.UNDONE:
            return _undone(view, command_ids)


def ask_undo(view: ImportView) -> Answer:
    """Ask once more."""
    import_id = view.about.id
    goes = what_goes(view.sums)
    among = f", {goes} among it," if goes else ""
    said = (
        f"Take the import of {file_name(view)} back? What came with it goes{among} and what it replaced"
        " comes back. What you wrote or changed here since stays."
    )
    buttons = (
        button("Take it back", UndoImport(import_id=import_id), ButtonStyle.danger),
        button("Keep it", ShowImport(import_id=import_id)),
    )
    return Answer(content=said, rows=(buttons,))


def is_at_work(view: ImportView) -> bool:
    """Whether something goes on that its member can watch."""
    return view.about.state in {ImportState.MATCHING, ImportState.RUNNING, ImportState.UNDOING}


def posted_latest(count: int) -> str:
    """What is said when the latest reviews are on their way into the feed."""
    return f"{words(count, 'review')} of yours {'is' if count == 1 else 'are'} on the way into this server's feed."


def file_name(view: ImportView) -> str:
    """What the file is called, safe and short."""
    return f"**{truncated(literal(view.about.file_name), _NAME) or 'your file'}**"


def _at_work(view: ImportView, command_ids: CommandIds, title: str, buttons: Sequence[Item]) -> Answer:
    sums = view.sums
    lines = [
        f"From {file_name(view)}",
        f"{_bar(sums.done, sums.films)} {min(sums.done, sums.films):,} of {words(sums.films, 'film')}",
        f"You can close this: {mention(command_ids, 'letterboxd import')} shows it again.",
    ]
    embed = Embed(title=title, description="\n".join(lines), colour=TEAL)
    return Answer(embeds=(embed,), rows=(buttons,) if buttons else ())


def _ready(view: ImportView, said: str) -> Answer:
    sums, about = view.sums, view.about
    is_empty = brings_nothing(view)
    begin = "Nothing is imported yet: this is what I would do."

    if is_empty:
        begin = _nothing_to_bring(view)

    embed = Embed(title="Your import, before it begins", description=f"From {file_name(view)}. {begin}", colour=GOLD)
    _add_fields(embed, view, new="What would come", here="What is here already")
    embed.set_footer(text="Nothing of it goes into the feed. Only you see this.")
    main = [_cancel(view, "Cancel")]

    if sums.unsure:
        choose = ShowImportFilm(import_id=about.id, kind="unsure", number=1)
        main.insert(0, button(f"Choose films ({sums.unsure:,})", choose))

    if not is_empty:
        main.insert(0, button("Import", StartImport(import_id=about.id), ButtonStyle.primary))

    return Answer(content=said, embeds=(embed,), rows=_rows(main, _details(view), _earlier(view)))


def _nothing_to_bring(view: ImportView) -> str:
    """Why an import brings nothing as it stands."""
    if not view.sums.sure:
        return "As it stands, there is nothing that I can import."

    return "What I found is here already." if view.sums.unsure else "All of it is here already."


def _done(view: ImportView, command_ids: CommandIds, said: str, *, has_feed: bool) -> Answer:
    about, sums = view.about, view.sums
    embed = Embed(title="Imported", description=f"From {file_name(view)}.", colour=GOLD)
    _add_fields(embed, view, new="What came", here="What was here already")
    lines = [
        f"{mention(command_ids, 'diary')} shows all that you watched, to you alone.",
        f"{mention(command_ids, 'letterboxd import')} with a newer export, as `file`, brings only what is new.",
    ]

    if about.ended_at is not None:
        until = f"<t:{int((about.ended_at + UNDO_FOR).timestamp())}:f>"
        lines.append(f"Until {until} you can take this import back, or see here what was left out.")

    embed.add_field(name="And now", value="\n".join(lines), inline=False)
    main = [button("Undo this import", AskUndoImport(import_id=about.id), ButtonStyle.danger)]

    if has_feed and not about.is_posted and sums.reviews + sums.ratings:
        main.insert(0, button("Post my latest five in the feed", PostLatest(import_id=about.id), ButtonStyle.primary))

    return Answer(content=said, embeds=(embed,), rows=_rows(main, _details(view)))


def _undone(view: ImportView, command_ids: CommandIds) -> Answer:
    said = (
        f"The import of {file_name(view)} was taken back. {mention(command_ids, 'letterboxd import')} with a `file`"
        " begins another one."
    )
    return Answer(embeds=(Embed(title="Taken back", description=said, colour=GREY),), rows=_rows(_earlier(view)))


def _add_fields(embed: Embed, view: ImportView, *, new: str, here: str) -> None:
    for name, lines in (
        ("Films", what_is_told(view)),
        (new, new_lines(view.sums) or ["Nothing."]),
        (here, here_lines(view.sums)),
    ):
        if lines:
            embed.add_field(name=name, value="\n".join(lines), inline=False)


def _details(view: ImportView) -> list[Item]:
    """What leads to the lists of what an import does not bring as it is told."""
    about, sums = view.about, view.sums
    is_ready = about.state is ImportState.READY
    found: list[Item] = []

    if sums.unsure and not is_ready:
        not_chosen = ShowImportFilms(import_id=about.id, kind="unsure", number=1)
        found.append(button(f"Not chosen ({sums.unsure:,})", not_chosen))

    if sums.unknown:
        label = "See the unknown" if is_ready else "Unknown"
        unknown = ShowImportFilms(import_id=about.id, kind="unknown", number=1)
        found.append(button(f"{label} ({sums.unknown:,})", unknown))

    if sums.unknown and is_ready:
        label = "Leave the unknown out" if about.keeps_unknown else "Keep the unknown as films of this server"
        found.append(button(label, KeepUnknown(import_id=about.id, to="off" if about.keeps_unknown else "on")))

    if sums.left_out:
        left = ShowImportFilms(import_id=about.id, kind="left", number=1)
        found.append(button(f"Left out ({sums.left_out:,})", left))

    if about.fault_count:
        label = f"What was skipped ({about.fault_count:,})"
        found.append(button(label, ShowFaults(import_id=about.id, number=1)))

    return found


def _earlier(view: ImportView) -> list[Item]:
    """What leads to the import before, which can be taken back as long as nothing of a later one is here."""
    if view.earlier is None:
        return []

    label = truncated(f"The import before: {plain(view.earlier.file_name)}", limits.BUTTON_LABEL)
    return [button(label, ShowImport(import_id=view.earlier.id))]


def _rows(*rows: Sequence[Item]) -> tuple[Sequence[Item], ...]:
    return tuple(row for row in rows if row)


def _cancel(view: ImportView, label: str) -> Item:
    return button(label, CancelImport(import_id=view.about.id))


def _bar(done: int, films: int) -> str:
    """How far it is, as a bar; full where there is nothing to do."""
    full = _BAR * min(done, films) // films if films else _BAR
    return "█" * full + "░" * (_BAR - full)

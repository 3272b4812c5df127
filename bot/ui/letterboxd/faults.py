"""What could not be read of the files of an import, where it stands, and why. No I/O."""

from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import ShowFaults, ShowImport
from bot.ui.embeds import GREY, Embed
from bot.ui.letterboxd.flaws import fault_line
from bot.ui.text import words
from data.models import Import

FAULTS_A_PAGE = 8


def faults_page(about: Import, number: int) -> Answer:
    """A page of the faults; the last one where there are not so many."""
    faults = about.faults
    pages = max(1, -(-len(faults) // FAULTS_A_PAGE))
    number = min(number, pages)
    shown = faults[(number - 1) * FAULTS_A_PAGE : number * FAULTS_A_PAGE]
    lines = [f"• {fault_line(fault)}" for fault in shown]
    unlisted = about.fault_count - len(faults)

    if unlisted > 0 and number == pages:
        lines.append(f"…and {unlisted:,} more, which I did not note one by one.")

    embed = Embed(
        title="What was skipped",
        description="\n".join(lines or ["Nothing."]),
        colour=GREY,
    )
    embed.set_footer(text=f"Page {number:,} of {pages:,} · {words(about.fault_count, 'thing')}")
    turns = (
        button("Previous", ShowFaults(import_id=about.id, number=max(1, number - 1)), is_disabled=number <= 1),
        button("Next", ShowFaults(import_id=about.id, number=number + 1), is_disabled=number >= pages),
        button("Back", ShowImport(import_id=about.id)),
    )
    return Answer(embeds=(embed,), rows=(turns,))

"""The pages of `/marquee setup` and `/marquee settings`: three steps, a last one that sums up, and all at once."""

from collections.abc import Sequence

from discord import ButtonStyle

from bot.ui.answer import Answer, Item
from bot.ui.components import button, option, select
from bot.ui.custom_ids import ChooseStep, ShowStep, Step
from bot.ui.embeds import GOLD, Embed
from bot.ui.setup import diaries, digest, feed, reading
from bot.ui.setup.server import BELOW, UNDER_CHANGE, Fields, ServerSetup

_WAY: Sequence[Step] = ("feed", "digest", "reading", "end")
"""The steps in their order."""

STEPS: dict[Step, str] = {
    "feed": "The feed",
    "digest": "The weekly digest",
    "reading": "Spoilers and rankings",
    "diaries": "Diaries on Letterboxd",
}
"""The pages on which something is chosen, and what they are called."""


def setup_page(step: Step, setup: ServerSetup, said: str = "") -> Answer:
    """A page, with what is `said` of the last press above it."""
    intro, fields, rows = _content(step, setup)
    name = STEPS.get(step)
    embed = Embed(
        title=f"How I work in this server{f': {name[0].lower()}{name[1:]}' if name else ''}",
        description="\n\n".join(part for part in (said, intro) if part) or None,
        colour=GOLD,
    )

    for title, value in fields:
        embed.add_field(name=title, value=value, inline=False)

    if step in _WAY:
        embed.set_footer(text=f"Step {_WAY.index(step) + 1} of {len(_WAY)}")

    return Answer(embeds=(embed,), rows=(*rows, *_ways(step)))


def _content(step: Step, setup: ServerSetup) -> tuple[str, Fields, Sequence[Sequence[Item]]]:
    """What a page explains, what it tells, and what can be chosen on it."""
    if step == "feed":
        return feed.INTRO, feed.feed_fields(setup, BELOW), feed.feed_rows(setup)

    if step == "digest":
        return digest.INTRO, digest.digest_fields(setup, BELOW), digest.digest_rows(setup)

    if step == "reading":
        return reading.INTRO, reading.reading_fields(setup), reading.reading_rows(setup)

    if step == "diaries":
        return diaries.INTRO, diaries.diary_fields(setup), diaries.diary_rows(setup)

    fields = [
        *feed.feed_fields(setup, UNDER_CHANGE),
        *digest.digest_fields(setup, UNDER_CHANGE),
        *reading.reading_fields(setup),
        *diaries.diary_fields(setup),
    ]
    steps = [option(name, key) for key, name in STEPS.items()]
    rows: list[Sequence[Item]] = [(select("Change…", ChooseStep(), steps),)]

    if setup.diaries:
        rows.append((diaries.to_diaries(setup),))

    return _what_is_next(setup) if step == "end" else "", fields, rows


def _what_is_next(setup: ServerSetup) -> str:
    settings = setup.settings
    reviews = (
        "New reviews are posted where they are written."
        if settings.feed_id is None
        else f"New reviews go into <#{settings.feed_id}>."
    )
    week = (
        "No digest is posted."
        if settings.digest_id is None
        else f"The next digest comes into <#{settings.digest_id}> {digest.when_due(setup)}."
    )
    return f"That's all. {reviews} {week}\n`/marquee settings` shows this page again, and changes it."


def _ways(step: Step) -> Sequence[Sequence[Item]]:
    """The row that leads to other pages; none below all settings, which have a select for it."""
    if step == "diaries":
        return ((button("All settings", ShowStep(step="all")),),)

    if step not in _WAY:
        return ()

    at = _WAY.index(step)
    ways: list[Item] = []

    if at > 0:
        ways.append(button("Back", ShowStep(step=_WAY[at - 1])))

    if at < len(_WAY) - 1:
        ways.append(button("Next", ShowStep(step=_WAY[at + 1]), ButtonStyle.primary))
        ways.append(button("All settings", ShowStep(step="all")))

    return (ways,)

"""The step of the set-up about what members read: spoilers, and how rankings are made."""

from collections.abc import Sequence

from bot.ui.answer import Item
from bot.ui.components import button, option, select
from bot.ui.custom_ids import ChooseAmount, Switch
from bot.ui.setup.server import Fields, ServerSetup
from bot.ui.text import words

INTRO = (
    "Who opens a review that gives something away, and which film comes first where few members rated it. Rankings add"
    " some ratings at this server's mean to each film's own, so that one lonely ★★★★★ does not top the list."
)

PRIORS = {
    0: "Not at all",
    1: "Barely",
    2: "Slightly",
    3: "A little",
    5: "Clearly",
    10: "Strongly",
    25: "Very strongly",
}
"""How much the server's mean weighs, by how many ratings at it are added."""


def reading_fields(setup: ServerSetup) -> Fields:
    """What is chosen."""
    settings = setup.settings
    how = "open for those who have reviewed the film" if settings.opens_spoilers else "hidden until somebody asks"
    return [
        ("Spoilers", f"They are {how}. Each member can choose otherwise with `/spoilers`."),
        ("Rankings", _rankings(settings.prior)),
    ]


def reading_rows(setup: ServerSetup) -> list[Sequence[Item]]:
    """What this step offers."""
    settings = setup.settings
    priors = [
        option(f"{word}: {_as_ratings(prior)}", str(prior), is_default=prior == settings.prior)
        for prior, word in PRIORS.items()
    ]
    spoilers = (
        button("Hide spoilers from all", Switch(what="spoilers", to="off"))
        if settings.opens_spoilers
        else button("Open spoilers for reviewers", Switch(what="spoilers", to="on"))
    )
    return [
        (select("How much does the server's mean weigh in rankings?", ChooseAmount(what="prior"), priors),),
        (spoilers,),
    ]


def _rankings(prior: int) -> str:
    if not prior:
        return "The server's mean does not weigh: a film's place is that of its own ratings, however few."

    return f"The server's mean weighs {_as_ratings(prior)} of each film."


def _as_ratings(prior: int) -> str:
    return f"as much as {words(prior, 'rating')}" if prior else "only a film's own ratings"

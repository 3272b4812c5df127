"""The review form: what is shown, and what comes back.

Discord's client may send a form long after we restarted, and discord.py forgets its modals then. So the form carries
all it needs in its custom id, and what is sent is read from the raw interaction.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import discord
from discord.ui import CheckboxGroup, Label, Modal, Select, TextInput
from pydantic import BaseModel, ValidationError

from bot.ui import limits
from bot.ui.components import option
from bot.ui.custom_ids import SubmitReview
from bot.ui.names import film_label
from bot.ui.stars import in_words, stars
from data.models import TEXT_LIMIT, Film, ReviewForm

RATING, TEXT, WATCHED_ON, TAGS, BOXES = "rating", "text", "watched_on", "tags", "boxes"
"""The custom ids of the form's five fields: Discord takes no sixth."""

_NO_RATING = "none"
_RATINGS = frozenset(map(str, range(1, 11)))

_BOX_LABELS = {
    "is_spoiler": ("Contains spoilers", "The text stays hidden until somebody asks for it"),
    "is_rewatch": ("Rewatch", "I had seen it before"),
    "is_liked": ("Like ♥", "One of those I keep close"),
}


def review_form(film: Film, form: ReviewForm, *, is_draft: bool = False) -> Modal:
    """The form for the film, filled with `form`; its title says so if that is a draft."""
    what = "Draft: " if is_draft else "Review "
    modal = Modal(
        title=f"{what}{film_label(film, limits.MODAL_TITLE - len(what))}",
        custom_id=str(SubmitReview(film=film.key)),
    )
    ratings = [option("No rating", _NO_RATING, is_default=form.rating is None)]
    ratings += [
        option(f"{stars(rating)} {in_words(rating)}", str(rating), is_default=form.rating == rating)
        for rating in range(10, 0, -1)
    ]
    boxes = [
        discord.CheckboxGroupOption(label=label, value=name, description=hint, default=bool(getattr(form, name)))
        for name, (label, hint) in _BOX_LABELS.items()
    ]

    for label, hint, component in (
        ("Rating", None, Select[Any](custom_id=RATING, options=ratings, required=False, min_values=0)),
        (
            "Review",
            "**Bold** and *italic* work. Words between || hide the whole review as a spoiler.",
            _text_field(form.text),
        ),
        ("Watched on", "2026-11-20, today or yesterday", _line_field(WATCHED_ON, form.watched_on, "today", 60)),
        ("Tags", "Separated by commas", _line_field(TAGS, form.tags, "slow, memory, festival", 500)),
        (
            "Also",
            None,
            CheckboxGroup[Any](custom_id=BOXES, options=boxes, required=False, min_values=0, max_values=len(boxes)),
        ),
    ):
        modal.add_item(Label(text=label, description=hint, component=component))

    # Presses and forms come through `on_interaction`: a stopped modal is not kept by discord.py.
    modal.stop()
    return modal


def read_review_form(submission: object) -> ReviewForm:
    """What was filled in, from a submission's raw data. What is missing or of a wrong shape counts as empty."""
    entries = {entry.custom_id: entry for entry in _entries(submission)}
    boxes = entries[BOXES].values if BOXES in entries else []
    ratings = [value for value in (entries[RATING].values if RATING in entries else []) if value in _RATINGS]
    typed = {name: entries[name].value or "" for name in (TEXT, WATCHED_ON, TAGS) if name in entries}
    ticked = {name: name in boxes for name in _BOX_LABELS}
    return ReviewForm.model_validate({"rating": int(ratings[0]) if ratings else None} | typed | ticked)


class _Entry(BaseModel):
    """One field as Discord sends it: text inputs have a value, selects and boxes have values."""

    custom_id: str
    value: str | None = None
    values: list[str] = []


class _FilledLabel(BaseModel):
    component: _Entry


class _Submission(BaseModel):
    components: list[Any]


def _entries(submission: object) -> Iterator[_Entry]:
    """The fields that are understood. Each is read by itself: a strange one must not cost the text beside it."""
    try:
        labels = _Submission.model_validate(submission).components
    except ValidationError:
        return

    for label in labels:
        with suppress(ValidationError):
            yield _FilledLabel.model_validate(label).component


def _text_field(text: str) -> TextInput[Any]:
    return TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        default=text[:TEXT_LIMIT] or None,
        placeholder="What stayed with you?",
        max_length=TEXT_LIMIT,
        required=False,
    )


def _line_field(custom_id: str, value: str, placeholder: str, longest: int) -> TextInput[Any]:
    return TextInput(
        custom_id=custom_id,
        default=value[:longest] or None,
        placeholder=placeholder,
        max_length=longest,
        required=False,
    )

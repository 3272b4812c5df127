"""The forms of a review, the whole of it or its text alone: what is shown, and what comes back.

Discord's client may send a form long after we restarted, and discord.py forgets its modals then. So the form carries
all it needs in its custom id, and what is sent is read from the raw interaction.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import discord
from discord.ui import CheckboxGroup, FileUpload, Item, Label, Modal, Select, TextDisplay, TextInput
from pydantic import BaseModel, ValidationError

from bot.services.review_forms import OpenedForm
from bot.ui import limits
from bot.ui.components import option
from bot.ui.custom_ids import SubmitDetails, SubmitReview, SubmitText
from bot.ui.names import film_label
from bot.ui.stars import in_words, stars
from data.models import LONG_TEXT_LIMIT, TEXT_LIMIT, Film, Model, Review, ReviewForm, Text

RATING, TEXT, WATCHED_ON, TAGS, BOXES = "rating", "text", "watched_on", "tags", "boxes"
"""The custom ids of the form's five fields: Discord takes no sixth."""

FILE = "file"
"""The custom id of the field for a file, beside `TEXT`, in the form that takes a new text."""

_NO_RATING = "none"
_RATINGS = frozenset(map(str, range(1, 11)))

_BOX_LABELS = {
    "is_spoiler": ("Contains spoilers", "The text stays hidden until somebody asks for it"),
    "is_rewatch": ("Rewatch", "I had seen it before"),
    "is_liked": ("Like ♥", "One of those I keep close"),
}


class TextFile(Model, extra="ignore"):
    """A file that was handed over in a form, as Discord tells of it; `size` in bytes."""

    filename: str
    size: int
    url: str


class NewText(Model):
    """What was put into the form that takes a new text."""

    typed: Text = ""
    file: TextFile | None = None


def review_form(film: Film, opened: OpenedForm) -> Modal:
    """The form for the film, filled with what it opens with; its title says so if that is a draft.

    A text that is too long for it is not in it, and stays as it is.
    """
    form = opened.form
    what = "Draft: " if opened.is_draft else "Review "
    request = SubmitReview(film=film.key) if form.text is not None else SubmitDetails(film=film.key)
    modal = Modal(title=f"{what}{film_label(film, limits.MODAL_TITLE - len(what))}", custom_id=str(request))
    ratings = [option("No rating", _NO_RATING, is_default=form.rating is None)]
    ratings += [
        option(f"{stars(rating)} {in_words(rating)}", str(rating), is_default=form.rating == rating)
        for rating in range(10, 0, -1)
    ]
    boxes = [
        discord.CheckboxGroupOption(label=label, value=name, description=hint, default=bool(getattr(form, name)))
        for name, (label, hint) in _BOX_LABELS.items()
    ]

    groups = CheckboxGroup[Any](custom_id=BOXES, options=boxes, required=False, min_values=0, max_values=len(boxes))
    watched_on = _line_field(WATCHED_ON, form.watched_on, "yesterday", 60)
    tags = _line_field(TAGS, form.tags, "slow, memory, festival", 500)
    modal.add_item(labelled("Rating", Select[Any](custom_id=RATING, options=ratings, required=False, min_values=0)))
    modal.add_item(_text_or_notice(opened))
    modal.add_item(labelled("Watched on", watched_on, "2026-11-20, 20 November, last Friday, yesterday…"))
    modal.add_item(labelled("Tags", tags, "Separated by commas"))
    modal.add_item(labelled("Also", groups))
    return stopped(modal)


def text_form(review: Review) -> Modal:
    """The form that takes a new text for the review: typed, or as a file."""
    what = "Replace text: " if review.content.text else "Add a text: "
    modal = Modal(
        title=f"{what}{film_label(review.film, limits.MODAL_TITLE - len(what))}",
        custom_id=str(SubmitText(review=review.id)),
    )
    upload = FileUpload[Any](custom_id=FILE, required=False, min_values=0, max_values=1)
    modal.add_item(labelled("New text", _text_field(""), "It takes the place of what is there."))
    modal.add_item(
        labelled("Or a text file", upload, f"Plain text (.txt), up to {LONG_TEXT_LIMIT:,} characters, for long ones.")
    )
    return stopped(modal)


def read_review_form(submission: object, *, has_text: bool = True) -> ReviewForm:
    """What was filled in, from a submission's raw data. What is missing or of a wrong shape counts as empty.

    `has_text` says whether the form had a field for the text.
    """
    entries = {entry.custom_id: entry for entry in entries_of(submission)}
    boxes = entries[BOXES].values if BOXES in entries else []
    ratings = [value for value in (entries[RATING].values if RATING in entries else []) if value in _RATINGS]
    typed = {name: entries[name].value or "" for name in (TEXT, WATCHED_ON, TAGS) if name in entries}
    ticked = {name: name in boxes for name in _BOX_LABELS}
    form = ReviewForm.model_validate({"rating": int(ratings[0]) if ratings else None} | typed | ticked)
    return form if has_text else form.model_copy(update={"text": None})


def read_text_form(submission: object) -> NewText:
    """What was put into the form for a new text, from its raw data, read in the same way."""
    entries = {entry.custom_id: entry for entry in entries_of(submission)}
    typed = (entries[TEXT].value or "") if TEXT in entries else ""
    names = entries[FILE].values if FILE in entries else []
    files = _files(submission)
    return NewText(typed=typed, file=next((files[name] for name in names if name in files), None))


class FormEntry(BaseModel):
    """One field as Discord sends it: text inputs have a value, selects and boxes have values."""

    custom_id: str
    value: str | None = None
    values: list[str] = []


class _FilledLabel(BaseModel):
    component: FormEntry


class _Submission(BaseModel):
    components: list[Any]


class _Resolved(BaseModel):
    attachments: dict[str, Any]


class _WithFiles(BaseModel):
    resolved: _Resolved


def entries_of(submission: object) -> Iterator[FormEntry]:
    """The fields that are understood. Each is read by itself: a strange one must not cost the text beside it."""
    try:
        labels = _Submission.model_validate(submission).components
    except ValidationError:
        return

    for label in labels:
        with suppress(ValidationError):
            yield _FilledLabel.model_validate(label).component


def _files(submission: object) -> dict[str, TextFile]:
    """The files that came with a form, by the ids that its fields name."""
    try:
        attachments = _WithFiles.model_validate(submission).resolved.attachments
    except ValidationError:
        return {}

    found: dict[str, TextFile] = {}

    for name, attachment in attachments.items():
        with suppress(ValidationError):
            found[name] = TextFile.model_validate(attachment)

    return found


def stopped(modal: Modal) -> Modal:
    """The form, which discord.py does not keep: presses and forms come through `on_interaction`."""
    modal.stop()
    return modal


def labelled(label: str, component: Item[Any], hint: str | None = None) -> Label[Any]:
    """A field with its label and, below that, a hint."""
    return Label(text=label, description=hint, component=component)


def _text_or_notice(opened: OpenedForm) -> Item[Any]:
    """The field for the text, or what is said in its place where that is too long for a field."""
    hint = "**Bold** and *italic* work. ||Words like these|| hide the whole text as a spoiler."

    if opened.form.text is None:
        return TextDisplay(
            f"**Review**\nYour text has {opened.left_out:,} characters, more than a form holds. It stays as it is;"
            " **Replace text**, below your open review, changes it."
        )

    if opened.left_out:
        hint = "Your text in another server is too long for this. Post, then use Replace text with a file."

    return labelled("Review", _text_field(opened.form.text), hint)


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

"""What is asked for when a review is written, read, liked, changed or deleted."""

from bot.ui.custom_ids.base import CustomId, Key, Number, Row
from data.models import HalfStars


class WriteReview(CustomId, action="write"):
    """Open the form for the film, filled with what is there."""

    film: Key


class ReopenForm(CustomId, action="reopen"):
    """Open the form for the film with what could not be saved."""

    film: Key


class SubmitReview(CustomId, action="submit"):
    """The form itself, sent."""

    film: Key


class SubmitDetails(CustomId, action="details"):
    """The form without a field for the text, sent: a text that is longer than a form stays as it is."""

    film: Key


class ChooseFilmToReview(CustomId, action="choosewrite"):
    """A select of films, to review one."""


class ChooseFilmToRate(CustomId, action="chooserate"):
    """A select of films, to give one this rating."""

    rating: HalfStars


class OpenReview(CustomId, action="open"):
    """Read a review whole, privately."""

    review: Row


class ChooseReview(CustomId, action="pick"):
    """A select of reviews, to read one whole."""


class TurnLeaf(CustomId, action="leaf"):
    """Another page of a long review that is open."""

    review: Row
    number: Number


class LikeReview(CustomId, action="like"):
    """Like the review, or take the like back."""

    review: Row


class ShowReview(CustomId, action="post"):
    """Post the review here, for all."""

    review: Row


class ReplaceText(CustomId, action="retext"):
    """Open the form that takes a new text for the review, typed or as a file."""

    review: Row


class SubmitText(CustomId, action="text"):
    """That form, sent."""

    review: Row


class SeeVersions(CustomId, action="versions"):
    """Read an earlier version of one's own review: the first is 1; of a long one the page `leaf`."""

    review: Row
    number: Number
    leaf: Number


class DeleteReview(CustomId, action="delete"):
    """Ask whether the review is to be deleted."""

    review: Row


class ConfirmDelete(CustomId, action="deleted"):
    """Delete the review."""

    review: Row


class UndoDelete(CustomId, action="undo"):
    """Bring the deleted review back."""

    review: Row

"""What is asked for when a film is added by hand, changed, deleted, or merged into another."""

from bot.ui.custom_ids.base import CustomId, Key, Row


class OpenFilmForm(CustomId, action="addfilm"):
    """Open the form for a film that is not known, filled with the draft where it is one's own and still there."""

    draft: Row | None = None


class EditFilm(CustomId, action="editfilm"):
    """Open the form with the facts of a film that was added by hand."""

    film: Key


class SubmitFilm(CustomId, action="filmform"):
    """That form, sent: begun from the draft, and to change the film, where there is one."""

    draft: Row | None = None
    film: Key | None = None


class AddFilmAnyway(CustomId, action="addanyway"):
    """Add the film of the draft although one of its title is known."""

    draft: Row


class ManageFilm(CustomId, action="ownfilm"):
    """See who added the film, and what can be done with it."""

    film: Key


class DeleteFilm(CustomId, action="deletefilm"):
    """Ask whether the film is to be deleted."""

    film: Key


class ConfirmDeleteFilm(CustomId, action="filmdeleted"):
    """Delete the film."""

    film: Key


class ConfirmMerge(CustomId, action="merge"):
    """Merge the film in row `own` into the other."""

    own: Row
    film: Key


class UndoMerge(CustomId, action="unmerge"):
    """Let the films that were merged be two again."""

    merge: Row

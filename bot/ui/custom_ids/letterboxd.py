"""What is asked for on the pages of an import from Letterboxd; all of them are private."""

from typing import Literal

from bot.ui.custom_ids.base import CustomId, Number, Row

ImportKind = Literal["unsure", "unknown", "left"]
"""Films of an import by what is known of them: several may be meant, none is known, its member left it out."""


class ShowImport(CustomId, action="import"):
    """Show how the import stands."""

    import_id: Row


class StartImport(CustomId, action="importrun"):
    """Agree to the import: do what the page says it would do."""

    import_id: Row


class CancelImport(CustomId, action="importoff"):
    """Forget what was handed in; nothing was imported of it."""

    import_id: Row


class KeepUnknown(CustomId, action="importkeep"):
    """Keep films that nothing here knows as films of the server's own, or leave them out."""

    import_id: Row
    to: Literal["on", "off"]


class ShowImportFilms(CustomId, action="importfilms"):
    """A page of the import's films of that kind."""

    import_id: Row
    kind: ImportKind
    number: Number


class PickImportFilm(CustomId, action="importpick"):
    """A select of the films on such a page, by their numbers among those of the kind, to say which one is meant."""

    import_id: Row
    kind: ImportKind


class ShowImportFilm(CustomId, action="importfilm"):
    """The film of that number among those of the kind, to say which one is meant."""

    import_id: Row
    kind: ImportKind
    number: Number


class ChooseFilmMeant(CustomId, action="importmeant"):
    """A select of films, one of which is meant by the import's film of that place; `number` is where to go on."""

    import_id: Row
    kind: ImportKind
    number: Number
    film_place: Number


class LeaveFilmOut(CustomId, action="importleave"):
    """Do not import the film of that place; `number` is where to go on."""

    import_id: Row
    kind: ImportKind
    number: Number
    film_place: Number


class OpenFilmSearch(CustomId, action="importsearch"):
    """Open the form that asks for a title, to find the film that is meant by the one of that place."""

    import_id: Row
    kind: ImportKind
    number: Number
    film_place: Number


class SubmitFilmSearch(CustomId, action="importfind"):
    """That form, sent."""

    import_id: Row
    kind: ImportKind
    number: Number
    film_place: Number


class ShowFaults(CustomId, action="importfaults"):
    """A page of what could not be read of the import's files."""

    import_id: Row
    number: Number


class AskUndoImport(CustomId, action="importundo"):
    """Ask whether the import is to be taken back."""

    import_id: Row


class UndoImport(CustomId, action="importundone"):
    """Take the import back."""

    import_id: Row


class PostLatest(CustomId, action="importpost"):
    """Post the latest five reviews of the import in the server's feed."""

    import_id: Row

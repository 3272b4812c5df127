"""What the command line says of catalogues."""

from data.errors import (
    CatalogueNotWritten,
    CatalogueUnusable,
    ImportFailed,
    ImportRunning,
    SourceDamaged,
    SourceMissing,
)

SOURCES = {"imdb": "IMDb's datasets", "tmdb-export": "TMDB's id export", "csv": "a table of your own"}
"""What a catalogue was made of, by the name of its source."""

TERMS = {
    "imdb": (
        "Information courtesy of IMDb (https://www.imdb.com). Used with permission. IMDb allows personal and"
        " non-commercial use only: https://developer.imdb.com/non-commercial-datasets/"
    ),
    "tmdb-export": (
        "This product uses the TMDB API but is not endorsed or certified by TMDB. TMDB allows non-commercial use, and"
        " nothing of it to be kept longer than six months: import a newer export before that."
    ),
}
"""What the owners of the data want to be said."""


def in_words(error: ImportFailed | CatalogueUnusable) -> str:
    """What is to be changed first, in one sentence or two."""
    match error:
        case CatalogueUnusable():
            return f"The catalogue {error.path} can't be used: {error.reason}. Import it again, or remove it."
        case SourceMissing():
            return f"{error.path} can't be read: {error.reason}. Nothing was changed."
        case SourceDamaged():
            where = f" in line {error.line:,}" if error.line else ""
            return f"{error.name} can't be used{where}: {error.reason}. Nothing was changed; fetch or mend the file."
        case ImportRunning():
            return f"Another import is at work on {error.path}. Wait until it has ended."
        case CatalogueNotWritten():
            return (
                f"The catalogue {error.path} can't be written: {error.reason}. Nothing was changed; see that there is"
                " room on the disk and that the folder may be written, or set CATALOGUE_PATH to another file."
            )
        case _:
            return f"The import failed: {error}. Nothing was changed."

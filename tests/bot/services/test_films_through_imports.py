"""A film that a server has reviewed, while one catalogue follows another."""

from pathlib import Path

import pytest

from bot.services import Services
from bot.ui.custom_ids import CustomId, ShowFilm
from data.catalogue.bulk import BulkSource, PlainCsv, TmdbExport, import_catalogue
from data.catalogue.local import LocalCatalogue
from data.models import Film, FilmKey, ReviewFilter, ReviewForm
from data.store import Store
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, GUILD, NOW, an_author
from tests.data.catalogue.bulk.files import an_export_line, write_csv, write_export

OLD_KEY = FilmKey("tmdb:77")
NEW_KEY = FilmKey("imdb:tt0000001")
WITHOUT = "title,imdb_id\nAnother Film,tt0000009\n"
RENAMED = "title,year,imdb_id,tmdb_id\nThe Old Harbour,1999,tt0000001,77\n"
ONLY_RENAMED = "title,year,imdb_id\nThe Old Harbour,1999,tt0000001\n"


def services_after(source: BulkSource, folder: Path, store: Store) -> Services:
    """The services over the catalogue that is made of the source."""
    import_catalogue(source, folder / "catalogue.db", NOW)
    return Services(LocalCatalogue([], folder / "catalogue.db"), store, AS_FAST_AS_THEY_LIKE)


async def reviewed(folder: Path, store: Store) -> None:
    """Let TMDB's export be imported, and a film of it be reviewed."""
    services = services_after(TmdbExport(write_export(folder, [an_export_line(77, "The Old Harbour")])), folder, store)
    film = await services.films.look_up("the old harbour", GUILD, NOW)
    assert isinstance(film, Film)
    assert film.key == OLD_KEY
    await services.reviews.submit(GUILD, an_author(), film, ReviewForm(text="Nets and rust."), NOW)


@pytest.mark.parametrize(
    "tables",
    [
        [WITHOUT],
        [RENAMED],
        [WITHOUT, RENAMED],
        [RENAMED, WITHOUT],
        [RENAMED, ONLY_RENAMED],
        [RENAMED, ONLY_RENAMED, WITHOUT],
    ],
    ids=["gone", "renamed", "gone, then renamed", "renamed, then gone", "old id gone", "old id gone, then all"],
)
async def test_a_reviewed_film_answers_to_its_old_key_whatever_is_imported(
    tmp_path: Path, store: Store, tables: list[str]
) -> None:
    await reviewed(tmp_path, store)

    for table in tables:
        services = services_after(PlainCsv(write_csv(tmp_path, table)), tmp_path, store)
        # As a button below a card of that time asks for it, and a choice of autocomplete.
        pressed = CustomId.parse(f"v1:film:{OLD_KEY}")
        assert isinstance(pressed, ShowFilm)
        of_button = await services.films.get(pressed.film, GUILD)
        of_choice = await services.films.look_up(OLD_KEY, GUILD, NOW)
        card = await services.films.card(GUILD, of_button, NOW)

        assert of_button == of_choice
        assert of_button.title == "The Old Harbour"
        assert [review.content.text for review in card.newest] == ["Nets and rust."]
        assert card.score.reviews == 1

    last = await store.films.by_key(OLD_KEY)
    page = await store.feed.page(GUILD, ReviewFilter(film_id=last.id), 5)
    assert [review.author.id for review in page.reviews] == [ALICE]
    assert NEW_KEY in last.film.keys or tables == [WITHOUT]

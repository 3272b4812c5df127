"""Taking along what one wrote, in Letterboxd's format."""

import csv
import io
from datetime import date

import pytest

from bot.services import Services
from bot.services.exports import ExportFile
from data.errors import NothingToExport
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.diaries import watch


def rows_of(file: ExportFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content.decode())))


async def test_reviews_viewings_and_watchlist_come_as_files_of_their_own(services: Services, store: Store) -> None:
    said = a_content(rating=9, text="Clay **remembers**.", watched_on=date(2026, 11, 1), tags=["clay"])
    await store.reviews.save(GUILD, an_author(), a_film(1), said, NOW)
    await watch(store, a_film(2), watched_on=date(2026, 10, 1))
    await services.watchlist.toggle(ALICE, a_film(3), NOW)

    export = await services.exports.export(GUILD, ALICE)

    diary, watchlist = export.files
    assert [diary.name, watchlist.name] == ["marquee-diary.csv", "marquee-watchlist.csv"]
    assert (export.films, export.viewings, export.reviews, export.wanted) == (2, 2, 1, 1)
    rows = {row["Title"]: row for row in rows_of(diary)}
    reviewed, watched = rows["Film No. 1"], rows["Film No. 2"]
    assert (reviewed["Rating"], reviewed["WatchedDate"], reviewed["Tags"]) == ("4.5", "2026-11-01", "clay")
    assert reviewed["Review"] == "Clay <b>remembers</b>."
    assert (watched["Rating"], watched["WatchedDate"], watched["imdbID"]) == ("", "2026-10-01", "tt0000002")
    assert [row["Title"] for row in rows_of(watchlist)] == ["Film No. 3"]


async def test_nothing_of_other_servers_or_members_is_in_it(services: Services, store: Store) -> None:
    for author_id, film, guild_id in ((ALICE, 1, GUILD), (ALICE, 2, OTHER_GUILD), (BOB, 3, GUILD)):
        await store.reviews.save(guild_id, an_author(author_id), a_film(film), a_content(), NOW)

    (diary,) = (await services.exports.export(GUILD, ALICE)).files

    assert [row["Title"] for row in rows_of(diary)] == ["Film No. 1"]


async def test_without_anything_there_is_nothing_to_export(services: Services, store: Store) -> None:
    await store.reviews.save(GUILD, an_author(BOB), a_film(), a_content(), NOW)

    with pytest.raises(NothingToExport):
        await services.exports.export(GUILD, ALICE)

"""Whole accounts in, out, and in again: nothing is lost, nothing comes twice, and all of it can be taken back."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.models import Film, ReviewContent
from tests.bot.services.round_trips import Diary, Town, a_town, an_odd_account, odd_accounts, texts_of, told
from tests.builders import BOB, GUILD, NOW, OTHER_GUILD, an_author
from tests.data.letterboxd.accounts import FILMS, Account
from tests.data.store.brought import EVERYTHING, MEMBERS, rows
from tests.rounds import rounds

pytestmark = pytest.mark.timeout(rounds(60))

seeds = st.integers(0, 1_000)
some = settings(max_examples=rounds(3, 100), deadline=None)
LARGER = an_odd_account(1, 25, 15)


@pytest.fixture(autouse=True, scope="module")
def without_pauses() -> Iterator[None]:
    """Nobody else asks anything meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.services.pauses.SHARE", 1.0)
        yield


@some
@example(account=LARGER)
@given(account=odd_accounts())
async def test_all_that_an_account_tells_is_there_once_however_often_it_is_imported(account: Account) -> None:
    async with a_town() as town:
        await town.bring(account.zip())
        before = await rows(town.store, EVERYTHING)
        await town.bring(account.zip())

        assert await town.diaries() == told(account)
        assert await rows(town.store, EVERYTHING) == before
        assert await town.is_sound()


@some
@example(account=LARGER, seed=1)
@given(account=odd_accounts(), seed=seeds)
async def test_newer_export_adds_what_is_new_and_an_older_one_after_it_nothing(account: Account, seed: int) -> None:
    later = account.later(seed)

    async with a_town() as town:
        await town.bring(account.zip())
        await town.bring(later.zip())
        before = await rows(town.store, MEMBERS)
        await town.bring(account.zip())

        assert await town.diaries() == told(later)
        assert await rows(town.store, MEMBERS) == before
        assert await town.is_sound()


@some
@example(account=LARGER, seed=2)
@given(account=odd_accounts(), seed=seeds)
async def test_no_text_is_lost_where_much_was_written_here(account: Account, seed: int) -> None:
    later = account.later(seed)

    async with a_town() as town:
        await town.write(Random(seed), FILMS)
        written = await town.texts()
        await town.bring(account.zip())
        await town.bring(later.zip())

        assert await town.texts() == written | texts_of(later)
        before = await rows(town.store, MEMBERS)
        await town.bring(later.zip())
        await town.bring(account.zip())
        await town.bring_files(await town.take_along())
        assert await rows(town.store, MEMBERS) == before
        assert await town.is_sound()


@some
@example(account=LARGER)
@given(account=odd_accounts())
async def test_what_is_taken_along_is_the_same_here_and_for_another_member_elsewhere(account: Account) -> None:
    async with a_town() as town:
        await town.bring(account.zip())
        before = await rows(town.store, MEMBERS)
        files = await town.take_along()
        await town.bring_files(files)

        assert await rows(town.store, MEMBERS) == before
        await town.bring_files(files, an_author(BOB), OTHER_GUILD)
        here, there = await town.diaries(), await town.diaries(OTHER_GUILD, BOB)
        assert there.keys() == here.keys()
        assert [page for page, diary in here.items() if not _is_as_written(diary, there[page])] == []


@some
@example(account=LARGER, seed=3)
@given(account=odd_accounts(), seed=seeds)
async def test_what_was_imported_can_be_taken_back_step_by_step(account: Account, seed: int) -> None:
    async with a_town() as town:
        await town.write(Random(seed), FILMS)
        at_first = await town.all_rows()
        one = await town.bring(account.zip())
        between = await town.all_rows()
        two = await town.bring(account.later(seed).zip())

        await town.take_back(two)
        assert await town.all_rows() == between
        await town.take_back(one)
        assert await town.all_rows() == at_first
        assert await town.is_sound()


@some
@example(account=LARGER, seed=4)
@given(account=odd_accounts(), seed=seeds)
async def test_what_was_written_since_stays_when_an_import_is_taken_back(account: Account, seed: int) -> None:
    async with a_town() as town:
        await town.write(Random(seed), FILMS)
        about = await town.bring(account.zip())
        before = await town.texts()
        await town.write(Random(seed + 1), FILMS)
        since = await town.texts() - before
        await town.take_back(about)

        assert since <= await town.texts()
        assert await _apart(town) == []
        assert await town.is_sound()


texts = st.text(st.sampled_from("ab *_~|\\\"<>&\n=“”'’`-:)(é雨")) | st.text(
    st.characters(exclude_categories=["C"]), max_size=40
)
contents = st.builds(
    ReviewContent,
    rating=st.integers(1, 10),
    text=texts.filter(lambda text: not text or any(map(str.isalnum, text))),
    watched_on=st.none() | st.dates(NOW.date().replace(year=2020), NOW.date()),
    tags=st.lists(st.sampled_from(["cinema", "35 mm", "été"]), max_size=2, unique=True).map(tuple),
    is_spoiler=st.booleans(),
    is_rewatch=st.booleans(),
    is_liked=st.booleans(),
)


@settings(max_examples=rounds(10, 400), deadline=None)
@given(said=st.lists(st.tuples(st.sampled_from(FILMS[:3]), contents), min_size=1, max_size=5))
async def test_whatever_was_written_here_can_be_taken_along_and_imported_without_a_change(
    said: list[tuple[Film, ReviewContent]],
) -> None:
    async with a_town() as town:
        for film, content in said:
            await town.store.reviews.save(GUILD, an_author(), film, content, NOW)

        before = await rows(town.store, MEMBERS)
        await town.bring_files(await town.take_along())

        assert await rows(town.store, MEMBERS) == before


def _is_as_written(here: Diary, there: Diary) -> bool:
    """Whether all is there that Letterboxd's format can tell: no likes, and of the last rating only the film's own.

    Of viewings without a day it does not tell when they were, nor that they were at all where nothing is said of them.
    """
    dated, copied = ([(day, is_again) for day, _, is_again in it.seen.elements() if day] for it in (here, there))
    is_in_order = here.seen.total() in {1, len(dated)}
    return (
        sorted(copied) == sorted(dated)
        and (there.seen - here.seen).total() <= 1
        and (there.texts, there.is_wanted) == (here.texts, here.is_wanted)
        and (there.rating == here.rating or not is_in_order)
    )


async def _apart(town: Town) -> list[object]:
    """Reviews that name another day than their last viewing does."""
    found = await town.store.database.read(
        "SELECT r.id, r.watched_on, v.watched_on AS seen_on FROM reviews r JOIN viewings v ON v.review_id = r.id"
        " WHERE v.id = (SELECT max(id) FROM viewings WHERE review_id = r.id)"
        " AND r.watched_on IS NOT NULL AND r.watched_on IS NOT v.watched_on"
    )
    return list(map(dict, found))

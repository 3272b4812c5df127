"""Imports as they are taken in, their films, and what these come to."""

import asyncio
from datetime import timedelta

import pytest

from data.errors import ImportGone, ImportUnderWay
from data.models import (
    Fault,
    Flaw,
    ImportFilm,
    ImportId,
    ImportState,
    ImportSums,
    Match,
    MatchState,
    Newer,
    Outcome,
    ToldDiary,
    ToldEntry,
    ToldFilm,
    UserId,
)
from data.store import Store
from data.store.imports import KEPT_FOR
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film, an_own_film
from tests.data.store.imports import (
    NEW,
    UNKNOWN,
    UNSURE,
    begun,
    brought_in,
    in_state,
    ready,
    state_of,
    sure,
    taken_back,
)

SECOND = timedelta(seconds=1)
HOSTILE = (0, -1, 10**12, 2**63, -(2**70))

FULL = ToldFilm(
    title="L'Image manquante",
    year=2013,
    directors=("Rithy Panh",),
    address="https://boxd.it/5Ozu",
    entries=(
        ToldEntry(name="https://boxd.it/9", watched_on=NOW.date(), rating=9, text="Clay, and *why*.", tags=("a",)),
    ),
    rating=8,
    rated_on=NOW.date(),
    is_liked=True,
    wanted_on=NOW.date(),
)


async def places_in(store: Store, import_id: ImportId, state: MatchState) -> list[int]:
    return [film.place for film in await store.imports.films(import_id, state, 100)]


async def test_what_was_read_is_kept_film_by_film_with_what_could_not_be(store: Store) -> None:
    faults = (Fault(file="diary.csv", line=3, flaw=Flaw.BAD_YEAR, value="=1+1"),)
    other = ToldFilm(title="Playtime")
    import_id = await store.imports.begin(
        GUILD, ALICE, "letter.zip", ToldDiary(films=(FULL, other), faults=faults, fault_count=7), NOW
    )

    about = await store.imports.get(GUILD, ALICE, import_id)

    assert (about.file_name, about.state, about.keeps_unknown) == ("letter.zip", ImportState.MATCHING, True)
    assert (about.begun_at, about.started_at, about.ended_at) == (NOW.replace(microsecond=0), None, None)
    assert (about.faults, about.fault_count) == (faults, 7)
    assert await store.imports.next_waiting(import_id, 10) == [
        ImportFilm(place=1, told=FULL, match=MatchState.WAITING),
        ImportFilm(place=2, told=other, match=MatchState.WAITING),
    ]


async def test_films_keep_the_order_of_the_file_however_many_there_are(store: Store) -> None:
    import_id = await begun(store, 1_203)

    films = await store.imports.films(import_id, MatchState.WAITING, 2_000)

    assert [film.place for film in films] == list(range(1, 1_204))
    assert [film.told.title for film in films] == [f"Film No. {place}" for place in range(1, 1_204)]


@pytest.mark.parametrize("state", [ImportState.MATCHING, ImportState.READY])
async def test_another_file_takes_the_place_of_one_that_was_not_begun(store: Store, state: ImportState) -> None:
    before = await in_state(store, state)

    after = await begun(store, 1)

    assert after > before
    assert [about.id for about in await store.imports.at_work()] == [after]
    assert await store.imports.next_waiting(before, 10) == []
    with pytest.raises(ImportGone):
        await store.imports.by_id(before)


@pytest.mark.parametrize("state", [ImportState.RUNNING, ImportState.UNDOING])
async def test_another_file_waits_for_one_that_is_at_work(store: Store, state: ImportState) -> None:
    import_id = await in_state(store, state)

    with pytest.raises(ImportUnderWay):
        await begun(store, 1)

    assert await state_of(store, import_id) is state


@pytest.mark.parametrize("state", [ImportState.DONE, ImportState.UNDONE])
async def test_one_that_is_over_stays_beside_the_next(store: Store, state: ImportState) -> None:
    before = await in_state(store, state)

    after = await begun(store, 1)

    latest = await store.imports.latest(GUILD, ALICE)
    assert latest is not None
    assert latest.id == after
    assert await state_of(store, before) is state


async def half_staged(store: Store, user_id: UserId = ALICE) -> None:
    """What is left where the bot ends while a file is taken in."""
    before = len(await store.database.read("SELECT place FROM import_films"))
    staging = asyncio.create_task(begun(store, 5_000, user_id=user_id))

    while len(await store.database.read("SELECT place FROM import_films LIMIT ?", (before + 1,))) == before:  # noqa: ASYNC110  (nobody tells)
        await asyncio.sleep(0)

    staging.cancel()
    await asyncio.wait([staging])
    assert staging.cancelled()


async def test_a_file_that_was_not_taken_in_to_its_end_is_as_if_it_had_never_come(store: Store) -> None:
    before = await in_state(store, ImportState.DONE)
    await half_staged(store)

    latest = await store.imports.latest(GUILD, ALICE)
    await store.imports.undo(before, NOW)

    assert latest is not None
    assert latest.id == before
    assert [about.id for about in await store.imports.at_work()] == [before]


async def test_one_that_waits_stays_until_the_next_file_was_taken_in(store: Store) -> None:
    before = await ready(store)
    await half_staged(store)

    await store.imports.start(before, NOW)

    assert await state_of(store, before) is ImportState.RUNNING


async def test_what_was_taken_in_by_half_goes_with_the_next_file_or_after_a_day(store: Store) -> None:
    await half_staged(store)
    await half_staged(store, BOB)
    await begun(store)
    between = await store.database.read("SELECT user_id FROM imports ORDER BY id")

    await store.imports.expire(NOW + KEPT_FOR + SECOND)

    assert [row["user_id"] for row in between] == [BOB, ALICE]
    assert await store.database.read("SELECT id FROM imports") == []


async def test_imports_of_others_and_elsewhere_are_left_alone(store: Store) -> None:
    others = [await begun(store, user_id=BOB), await begun(store, guild_id=OTHER_GUILD)]

    own = await begun(store)

    assert [about.id for about in await store.imports.at_work()] == [*others, own]


async def test_an_import_is_its_members_alone_and_in_its_server(store: Store) -> None:
    import_id = await begun(store)

    for guild_id, user_id in ((GUILD, BOB), (OTHER_GUILD, ALICE)):
        with pytest.raises(ImportGone):
            await store.imports.get(guild_id, user_id, import_id)

        assert await store.imports.latest(guild_id, user_id) is None


@pytest.mark.parametrize("number", HOSTILE)
async def test_no_number_names_what_is_not_there(store: Store, number: int) -> None:
    import_id = await ready(store)
    gone = ImportId(number)

    for asked in (
        store.imports.get(GUILD, ALICE, gone),
        store.imports.film(import_id, number),
        store.imports.choose(import_id, number, None, None),
        store.imports.cancel(gone),
        store.imports.undo(gone, NOW),
        store.imports.start(gone, NOW),
    ):
        with pytest.raises(ImportGone):
            await asked


async def test_matches_are_kept_with_the_whole_film_and_with_what_tells_choices_apart(store: Store) -> None:
    import_id = await begun(store)
    film = a_film(1, synopsis="A story.", directors=("Somebody",), other_titles=("Another",))
    unsure = Match(state=MatchState.UNSURE, choices=(film, an_own_film("hand-1", link="https://boxd.it/x")))

    await store.imports.note_matches(import_id, [(1, sure(film), NEW), (2, unsure, None), (3, UNKNOWN, NEW)])

    first, second, third = [await store.imports.film(import_id, place) for place in (1, 2, 3)]
    assert (first.match, first.film, first.choices) == (MatchState.SURE, film, ())
    assert (second.match, second.film) == (MatchState.UNSURE, None)
    assert [(one.key, one.name, one.directors, one.link) for one in second.choices] == [
        (film.key, film.name, ("Somebody",), None),
        ("own:hand-1", "hand-1", (), "https://boxd.it/x"),
    ]
    assert (third.match, third.film) == (MatchState.UNKNOWN, None)


async def test_an_import_is_ready_only_when_every_film_was_looked_for(store: Store) -> None:
    import_id = await begun(store)
    await store.imports.note_matches(import_id, [(1, UNSURE, None), (2, UNKNOWN, NEW)])
    await store.imports.ready(import_id)
    before = await state_of(store, import_id)
    await store.imports.note_matches(import_id, [(3, UNSURE, None)])

    await store.imports.ready(import_id)

    assert (before, await state_of(store, import_id)) == (ImportState.MATCHING, ImportState.READY)
    assert await store.imports.at_work() == []


async def test_a_match_that_comes_late_changes_nothing(store: Store) -> None:
    import_id = await ready(store)
    await store.imports.choose(import_id, 1, None, None)

    await store.imports.note_matches(import_id, [(1, sure(a_film(1)), NEW)])

    assert (await store.imports.film(import_id, 1)).match is MatchState.LEFT_OUT


async def test_pages_of_one_kind_follow_the_file(store: Store) -> None:
    import_id = await begun(store, 9)
    notes = [(place, UNSURE if place % 2 else UNKNOWN, None) for place in range(1, 10)]
    await store.imports.note_matches(import_id, notes)

    pages = [await store.imports.films(import_id, MatchState.UNSURE, 2, skipped) for skipped in (0, 2, 4, 6)]

    assert [[film.place for film in page] for page in pages] == [[1, 3], [5, 7], [9], []]
    assert await store.imports.count(import_id, MatchState.UNSURE) == 5
    assert await store.imports.count(import_id, MatchState.SURE) == 0


async def test_keys_of_found_films_come_in_parts(store: Store) -> None:
    import_id = await begun(store, 4)
    film = a_film(7)
    await store.imports.note_matches(
        import_id, [(1, sure(film), NEW), (2, UNSURE, None), (3, sure(a_film(8)), NEW), (4, sure(film), NEW)]
    )

    first = await store.imports.sure_keys(import_id, 2, 0)
    second = await store.imports.sure_keys(import_id, 2, first[-1][0])

    assert [*first, *second] == [(1, film.key), (3, a_film(8).key), (4, film.key)]
    assert [found.place for found in await store.imports.in_places(import_id, [4, 1])] == [1, 4]


async def test_a_member_says_which_film_is_meant_as_often_as_they_like(store: Store) -> None:
    import_id = await ready(store)
    film = a_film(50, synopsis="Whole.")
    await store.imports.choose(import_id, 2, None, None)
    await store.imports.choose(import_id, 3, None, None)

    await store.imports.choose(import_id, 2, film, NEW)

    chosen = await store.imports.film(import_id, 2)
    assert (chosen.match, chosen.film) == (MatchState.CHOSEN, film)
    assert await places_in(store, import_id, MatchState.LEFT_OUT) == [3]


@pytest.mark.parametrize("state", [state for state in ImportState if state is not ImportState.READY])
async def test_a_choice_is_taken_only_while_the_import_waits_for_it(store: Store, state: ImportState) -> None:
    import_id = await in_state(store, state)
    before = await store.imports.film(import_id, 1)

    with pytest.raises(ImportGone):
        await store.imports.choose(import_id, 1, None, None)

    assert await store.imports.film(import_id, 1) == before


async def test_sums_are_those_of_what_would_be_imported(store: Store) -> None:
    import_id = await begun(store, 9)
    there = Outcome(rating=Newer.THERE, text=Newer.HERE, viewings=2, versions=1)
    review = Outcome(is_new=True, rating=Newer.NEW, text=Newer.NEW, viewings=3, is_liked=True)
    await store.imports.note_matches(
        import_id,
        [
            (1, sure(a_film(1)), review),
            (2, sure(a_film(2)), NEW),
            (3, sure(a_film(3)), there),
            (4, sure(a_film(4)), Outcome(known=4, rating=Newer.SAME)),
            (5, sure(a_film(5)), Outcome(watches=2, is_wanted=True)),
            (6, sure(a_film(6)), Outcome(rating=Newer.HERE)),  # nothing of it is new: it stays as it is
            (7, UNKNOWN, review),
            (8, UNSURE, None),
        ],
    )
    before = await store.imports.sums(await store.imports.by_id(import_id))
    await store.imports.keep_unknown(import_id, is_kept=False)

    after = await store.imports.sums(await store.imports.by_id(import_id))

    assert after == ImportSums(
        films=9,
        done=8,
        sure=6,
        unsure=1,
        unknown=1,
        same=2,
        reviews=1,
        ratings=1,
        viewings=5,
        watches=2,
        newer_there=1,
        newer_here=1,
        likes=1,
        wanted=1,
    )
    assert before == after.model_copy(update={"reviews": 2, "viewings": 8, "likes": 2})


async def test_one_before_another_is_the_latest_that_is_done(store: Store) -> None:
    done = [await in_state(store, ImportState.DONE), await in_state(store, ImportState.DONE)]
    await in_state(store, ImportState.UNDONE)
    about = await store.imports.by_id(await ready(store))

    before = await store.imports.before(about)

    assert before is not None
    assert before.id == done[1]
    assert await store.imports.before(await store.imports.by_id(done[0])) is None


async def test_sums_follow_choices(store: Store) -> None:
    import_id = await ready(store)
    await store.imports.choose(import_id, 1, a_film(9), Outcome())

    await store.imports.choose(import_id, 2, None, None)

    assert await store.imports.sums(await store.imports.by_id(import_id)) == ImportSums(
        films=3, done=3, sure=2, left_out=1, same=1, ratings=1
    )


async def test_sums_tell_how_far_each_step_is(store: Store) -> None:
    async def done() -> int:
        return (await store.imports.sums(await store.imports.by_id(import_id))).done

    import_id = await ready(store)
    seen = [await done()]
    await store.imports.start(import_id, NOW)
    seen.append(await done())
    await brought_in(store, import_id, 1)
    seen.append(await done())
    await brought_in(store, import_id, 2, 3)
    await store.imports.done(import_id, NOW)
    seen.append(await done())
    await store.imports.undo(import_id, NOW)
    seen.append(await done())
    await taken_back(store, import_id, 2, 3)
    seen.append(await done())
    await taken_back(store, import_id, 1)

    await store.imports.undone(import_id, NOW)

    assert [*seen, await done()] == [3, 0, 1, 3, 0, 2, 3]


async def test_an_import_of_nothing_that_is_known_sums_up_to_nothing(store: Store) -> None:
    import_id = await begun(store, 2)

    assert await store.imports.sums(await store.imports.by_id(import_id)) == ImportSums(films=2)

"""Films that prove to be one, and that turn out to be two after all."""

import pytest

from data.errors import CannotMerge, CannotUndoMerge, ReviewNotFound
from data.models import FilmId, FilmKey, MessageId
from data.store import Store
from data.store.maintenance import check
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.feeds import sent_in_turn
from tests.data.store.own import HAND, a_film_by_hand, merge, say
from tests.data.store.steps import CAROL, a_card, a_copy, due, edit, like, post, set_up_feed, versions_of


async def test_reviews_of_a_merged_film_are_the_other_films(store: Store) -> None:
    hand = await a_film_by_hand(store)
    review = await say(store, BOB, HAND, "About ours.", rating=8)

    await merge(store, hand)

    assert (await store.reviews.get(review.id)).film == a_film()
    assert await store.reviews.find(GUILD, BOB, a_film().key) is not None
    assert (await store.counts.of_film(GUILD, a_film().key)).counts[8] == 1


async def test_a_merged_film_is_found_by_its_key_and_its_row_as_the_other(store: Store) -> None:
    hand = await a_film_by_hand(store)

    await merge(store, hand)

    assert (await store.films.by_key(HAND.key, GUILD)).film == a_film()
    assert await store.films.by_id(hand, GUILD) == a_film()
    assert await store.own_films.of_guild(GUILD, 9) == []


@pytest.mark.parametrize("is_later", [True, False])
async def test_of_two_reviews_by_one_member_the_later_stays_and_the_other_is_an_earlier_version(
    store: Store,
    is_later: bool,  # noqa: FBT001  (from the table)
) -> None:
    hand = await a_film_by_hand(store)
    first, second = (a_film(), HAND) if is_later else (HAND, a_film())
    await say(store, ALICE, first, "Earlier.", rating=2)
    await say(store, ALICE, second, "Later.", rating=9, now=NOW + MINUTE)

    await merge(store, hand)

    kept = await store.reviews.find(GUILD, ALICE, a_film().key)
    assert kept is not None
    assert kept.content.text == "Later."
    assert [revision.content.text for revision in await versions_of(store, kept.id)] == ["Earlier."]
    assert len(await store.reviews.viewings(kept.id)) == 2
    assert (await store.counts.of_film(GUILD, a_film().key)).reviews == 1


async def test_number_of_the_review_that_is_no_more_leads_to_the_other(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours, theirs = await say(store, ALICE, HAND, "Ours."), await say(store, ALICE, a_film(), "Theirs.")
    await merge(store, hand)

    found = await store.reviews.get(ours.id)
    is_liked = await store.likes.toggle(GUILD, ours.id, BOB, NOW)

    assert found.id == theirs.id
    assert is_liked
    assert (await store.reviews.get(theirs.id)).likes == 1


async def test_likes_of_both_are_united_and_undone_apart(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours, theirs = await say(store, ALICE, HAND, "Ours."), await say(store, ALICE, a_film(), "Theirs.")

    for review, fan in ((ours, BOB), (ours, CAROL), (theirs, CAROL)):
        await like(store, review, fan)

    merged = await merge(store, hand)
    united = (await store.reviews.get(theirs.id)).likes
    await store.merges.undo(GUILD, merged.id, NOW)

    assert united == 2
    assert (await store.reviews.get(ours.id)).likes == 2
    assert (await store.reviews.get(theirs.id)).likes == 1


async def test_like_taken_back_since_is_gone_from_both(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours, theirs = await say(store, ALICE, HAND, "Ours."), await say(store, ALICE, a_film(), "Theirs.")
    await like(store, ours, BOB)
    merged = await merge(store, hand)
    await store.likes.toggle(GUILD, theirs.id, BOB, NOW)

    await store.merges.undo(GUILD, merged.id, NOW)

    assert [(await store.reviews.get(one.id)).likes for one in (ours, theirs)] == [0, 0]


async def test_messages_that_show_a_merged_film_are_due_and_again_when_it_is_undone(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours = await say(store, ALICE, HAND, "Ours.")
    await post(store, ours, message=11)
    await store.copies.add(a_copy(12, f"v1:film:{HAND.key}", film_id=hand), [ours], NOW, is_doubtful=False)
    await a_card(store, 13)
    merged = await merge(store, hand)
    first = await due(store)

    for message in first:
        await edit(store, await store.reviews.get(ours.id), message=message)

    await store.merges.undo(GUILD, merged.id, NOW)

    assert sorted(first) == [11, 12, 13]
    assert sorted(await due(store)) == [11, 12, 13]
    card = await store.copies.find(MessageId(12))
    assert card is not None
    assert card.film_id == hand


async def test_message_of_a_review_that_became_part_of_another_follows_both(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours, theirs = await say(store, ALICE, HAND, "Ours."), await say(store, ALICE, a_film(), "Theirs.")
    await post(store, ours, message=11)
    merged = await merge(store, hand)
    await edit(store, await store.reviews.get(ours.id), message=11)
    shown = set(await store.copies.shown(MessageId(11)))

    await store.merges.undo(GUILD, merged.id, NOW)

    assert shown == {ours.id, theirs.id}
    assert await due(store) == [11]


async def test_what_waits_for_the_feed_goes_there_once(store: Store) -> None:
    await set_up_feed(store)
    hand = await a_film_by_hand(store)
    ours = await say(store, ALICE, HAND, "Ours.")
    theirs = await say(store, ALICE, a_film(), "Theirs.")
    bobs = await say(store, BOB, HAND, "Bob's.")
    merged = await merge(store, hand)

    sent = await sent_in_turn(store)
    await store.merges.undo(GUILD, merged.id, NOW)

    assert sent == [(theirs.id,), (bobs.id,)]
    assert await sent_in_turn(store) == [(ours.id,)]


async def test_deleted_review_comes_back_as_the_other_films_and_goes_with_an_undoing(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours = await say(store, BOB, HAND, "Ours.")
    await store.trash.delete(ours.id, BOB, NOW)
    merged = await merge(store, hand)

    await store.trash.restore(GUILD, ours.id, BOB, NOW)
    came_back = (await store.reviews.get(ours.id)).film
    await store.merges.undo(GUILD, merged.id, NOW)

    assert came_back == a_film()
    assert (await store.reviews.get(ours.id)).film == HAND


async def test_review_written_since_stays_with_the_film_it_was_written_of(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours = await say(store, ALICE, HAND, "Before.")
    merged = await merge(store, hand)
    since = await say(store, BOB, a_film(), "Since.")

    await store.merges.undo(GUILD, merged.id, NOW)

    assert (await store.reviews.get(since.id)).film == a_film()
    assert (await store.reviews.get(ours.id)).film == HAND


async def test_edit_since_stays_and_each_film_has_its_own_words_before(store: Store) -> None:
    hand = await a_film_by_hand(store)
    theirs = await say(store, ALICE, a_film(), "Theirs.", rating=4)
    ours = await say(store, ALICE, HAND, "Ours.", rating=6, now=NOW + MINUTE)
    merged = await merge(store, hand, now=NOW + 2 * MINUTE)
    await say(store, ALICE, a_film(), "Both.", rating=8, now=NOW + 3 * MINUTE)

    await store.merges.undo(GUILD, merged.id, NOW + 4 * MINUTE)

    assert (await store.reviews.get(ours.id)).content.text == "Ours."
    assert (await store.reviews.get(theirs.id)).content.text == "Both."
    assert [revision.content.text for revision in await versions_of(store, theirs.id)] == ["Theirs."]
    assert await versions_of(store, ours.id) == []


async def test_watchlists_follow_and_come_back(store: Store) -> None:
    hand = await a_film_by_hand(store)
    await store.members.toggle_watchlist(BOB, hand, NOW)
    merged = await merge(store, hand)
    while_merged = await store.members.watchlist(BOB, 9, guild_id=GUILD)

    await store.merges.undo(GUILD, merged.id, NOW)

    assert while_merged == [a_film()]
    assert await store.members.watchlist(BOB, 9, guild_id=GUILD) == [HAND]


async def test_merges_into_one_film_are_undone_the_latest_first(store: Store) -> None:
    first, second = await a_film_by_hand(store), await a_film_by_hand(store, "other")
    merges = [await merge(store, first), await merge(store, second)]

    with pytest.raises(CannotUndoMerge) as refused:
        await store.merges.undo(GUILD, merges[0].id, NOW)

    assert refused.value.later == "other"
    assert await store.merges.of_guild(GUILD, 9) == [merges[1]]


async def test_film_that_others_were_merged_into_takes_them_along_for_good(store: Store) -> None:
    first, second = await a_film_by_hand(store), await a_film_by_hand(store, "other")
    review = await say(store, ALICE, HAND, "Ours.")
    other = await store.films.by_id(second, GUILD)
    await store.merges.merge(GUILD, first, other, ALICE, NOW)
    last = await merge(store, second)
    both = [await store.films.by_id(film, GUILD) for film in (first, second)]

    await store.merges.undo(GUILD, last.id, NOW)

    assert both == [a_film()] * 2
    assert (await store.reviews.get(review.id)).film == other
    assert await store.films.by_id(first, GUILD) == other
    assert await store.merges.of_guild(GUILD, 9) == []


async def test_only_a_film_of_this_server_that_was_added_by_hand_is_merged(store: Store) -> None:
    hand = await a_film_by_hand(store)
    catalogued = await store.films.remember(a_film(2), NOW)

    for guild_id, film_id in ((OTHER_GUILD, hand), (GUILD, catalogued), (GUILD, FilmId(999))):
        with pytest.raises(CannotMerge):
            await store.merges.merge(guild_id, film_id, a_film(), ALICE, NOW)

    with pytest.raises(CannotMerge):
        await store.merges.merge(GUILD, hand, HAND, ALICE, NOW)

    assert await store.own_films.of_guild(GUILD, 9) == [HAND]


async def test_merge_is_undone_by_its_own_server_alone(store: Store) -> None:
    merged = await merge(store, await a_film_by_hand(store))

    with pytest.raises(CannotUndoMerge):
        await store.merges.undo(OTHER_GUILD, merged.id, NOW)

    assert await store.merges.of_guild(GUILD, 9) == [merged]


async def test_form_left_open_over_a_merge_is_saved_for_the_other_film(store: Store) -> None:
    await merge(store, await a_film_by_hand(store))

    saved = await store.reviews.save(GUILD, an_author(), HAND, a_content(), NOW)

    assert saved.review.film == a_film()
    assert (await store.films.by_key(a_film().key)).film == a_film()


async def test_two_rows_of_one_film_become_one_in_every_server(store: Store) -> None:
    double = a_film(2, wikidata_id="Q7")
    rows = [await store.films.remember(film, NOW) for film in (double, a_film())]
    reviews = {
        (guild_id, film.key): (await store.reviews.save(guild_id, an_author(), film, a_content(), NOW)).review.id
        for guild_id in (GUILD, OTHER_GUILD)
        for film in (double, a_film())
    }
    await store.members.toggle_watchlist(BOB, rows[0], NOW)

    await store.films.merge(rows[0], rows[1], NOW)

    assert (await store.films.by_key(FilmKey("wd:Q7"))).id == rows[1]
    assert await store.films.by_id(rows[0]) == a_film()
    assert await store.members.watchlist(BOB, 9) == [a_film()]
    assert (await store.reviews.get(reviews[GUILD, double.key])).id == reviews[GUILD, a_film().key]
    assert (await store.counts.of_film(OTHER_GUILD, double.key)).reviews == 1
    assert check(store.database.path) == []


async def test_rows_that_a_films_keys_name_are_told_its_own_first(store: Store) -> None:
    other = await store.films.remember(a_film(2, wikidata_id="Q7"), NOW)
    row = await store.films.remember(a_film(), NOW)
    film = a_film(wikidata_id="Q7")
    before = await store.films.rows_of(film)

    await store.films.merge(other, row, NOW)

    assert before == [row, other]
    assert await store.films.rows_of(film) == [row]
    assert await store.films.rows_of(a_film(9)) == []


async def test_merged_rows_are_merged_once(store: Store) -> None:
    rows = [await store.films.remember(a_film(number), NOW) for number in (1, 2, 3)]
    await store.films.merge(rows[0], rows[1], NOW)

    await store.films.merge(rows[0], rows[1], NOW)
    await store.films.merge(rows[1], rows[2], NOW)

    assert [await store.films.by_id(row) for row in rows] == [a_film(3)] * 3


async def test_film_added_by_hand_is_never_merged_for_all_servers(store: Store) -> None:
    hand = await a_film_by_hand(store)
    other = await store.films.remember(a_film(), NOW)

    with pytest.raises(ValueError, match="by their server"):
        await store.films.merge(hand, other, NOW)


async def test_review_that_holds_two_goes_whole_and_nothing_leads_to_it(store: Store) -> None:
    hand = await a_film_by_hand(store)
    ours, theirs = await say(store, BOB, HAND, "Ours."), await say(store, BOB, a_film(), "Theirs.")
    merged = await merge(store, hand)

    await store.privacy.forget(BOB, NOW)
    await store.merges.undo(GUILD, merged.id, NOW)

    for review in (ours, theirs):
        with pytest.raises(ReviewNotFound):
            await store.reviews.get(review.id)

    assert check(store.database.path) == []

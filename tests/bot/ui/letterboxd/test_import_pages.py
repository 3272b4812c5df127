import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.custom_ids import CustomId, ShowImport
from bot.ui.letterboxd.imports import UNDO_FOR, ask_undo, how_to_export, import_page, is_at_work, posted_latest
from data.models import ImportState, ImportSums, ImportView
from tests.bot.ui.letterboxd.things import FEW, IDS, MANY, a_view, an_import
from tests.bot.ui.messages import constructs, items, labels, sent
from tests.bot.ui.setups import words_of
from tests.bot.ui.things import names, some

NONE = ImportSums()
SURE = ImportSums(films=3, sure=3, reviews=1, ratings=2)

views = st.builds(
    a_view,
    state=st.sampled_from(ImportState),
    sums=st.sampled_from([NONE, FEW, MANY]),
    file_name=names,
    keeps_unknown=st.booleans(),
    is_posted=st.booleans(),
    ended_at=st.sampled_from([None, a_view().about.ended_at]),
    fault_count=st.sampled_from([0, 100_000_000]),
)


def made_plain(view: ImportView) -> ImportView:
    """The same, of a file with a plain name."""
    return view.model_copy(update={"about": view.about.model_copy(update={"file_name": "export.zip"})})


def page_of(view: ImportView, **how: Any) -> dict[str, Any]:
    return sent(import_page(view, IDS, **how))


@some(60)
@given(views, st.booleans())
def test_discord_takes_every_page_and_makes_no_more_of_it_than_of_a_plain_name(
    view: ImportView,
    has_feed: bool,  # noqa: FBT001  (drawn)
) -> None:
    page, question = page_of(view, has_feed=has_feed, said=posted_latest(5)), sent(ask_undo(view))

    plain = made_plain(view)
    assert constructs(page) == constructs(page_of(plain, has_feed=has_feed, said=posted_latest(5)))
    assert constructs(question) == constructs(sent(ask_undo(plain)))


def test_how_to_get_an_export_is_said_in_three_steps() -> None:
    said = words_of(sent(how_to_export(IDS)))

    assert [line[:6] for line in said.splitlines()[:3]] == ["**1.**", "**2.**", "**3.**"]
    assert "</letterboxd import:20>" in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ImportState.MATCHING, "████████░░░░░░░░░░░░ 4 of 9 films"),
        (ImportState.RUNNING, "████████░░░░░░░░░░░░ 4 of 9 films"),
        (ImportState.UNDOING, "████████░░░░░░░░░░░░ 4 of 9 films"),
    ],
)
def test_what_is_at_work_says_how_far_it_is_and_that_it_may_be_closed(state: ImportState, said: str) -> None:
    view = a_view(state)

    shown = words_of(page_of(view))

    assert is_at_work(view)
    assert said in shown
    assert "You can close this: </letterboxd import:20> shows it again." in shown


@pytest.mark.parametrize(("done", "films"), [(0, 0), (9, 9), (12, 9)])
def test_a_bar_is_full_where_nothing_is_left_to_do(done: int, films: int) -> None:
    sums = ImportSums(films=films, done=done)

    assert f"{'█' * 20} {films} of" in words_of(page_of(a_view(ImportState.RUNNING, sums)))


def test_before_it_begins_a_page_says_what_would_come_and_offers_all_that_can_be_decided() -> None:
    message = page_of(a_view(fault_count=3))

    said = words_of(message)
    assert "Nothing is imported yet" in said
    assert "**5** of 9 films found" in said
    assert "**2** that nothing here knows, which become films of this server's own" in said
    assert "What would come: • 1 review\n• 2 ratings\n• 3 viewings" in said
    assert "**1 film** of which everything is here" in said
    assert "Nothing of it goes into the feed." in message["embeds"][0]["footer"]["text"]
    assert labels(message) == [
        "Import",
        "Choose films (1)",
        "Cancel",
        "See the unknown (2)",
        "Leave the unknown out",
        "Left out (1)",
        "What was skipped (3)",
    ]


def test_unknown_films_that_are_not_kept_can_be_kept_again() -> None:
    message = page_of(a_view(keeps_unknown=False))

    assert "that nothing here knows, which are left out" in words_of(message)
    assert "Keep the unknown as films of this server" in labels(message)


@pytest.mark.parametrize(
    ("state", "keeps", "said"),
    [
        (ImportState.READY, True, "which becomes a film of this server's own"),
        (ImportState.DONE, True, "which became a film of this server's own"),
        (ImportState.READY, False, "which is left out"),
        (ImportState.DONE, False, "which was left out"),
    ],
)
def test_one_unknown_film_is_spoken_of_as_one(state: ImportState, keeps: bool, said: str) -> None:  # noqa: FBT001  (from the table)
    page = page_of(a_view(state, ImportSums(films=2, sure=1, unknown=1, watches=1), keeps_unknown=keeps))

    assert f"**1** that nothing here knows, {said}" in words_of(page)
    assert "1 viewing of a film without a rating" in words_of(page)


def test_nothing_is_offered_to_decide_where_all_is_sure() -> None:
    assert labels(page_of(a_view(sums=SURE))) == ["Import", "Cancel"]


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        (ImportSums(films=3, sure=3, same=3), "All of it is here already."),
        (ImportSums(films=3, sure=2, same=2, unsure=1), "What I found is here already."),
        (ImportSums(films=3, left_out=3), "there is nothing that I can import"),
    ],
)
def test_an_import_that_would_change_nothing_as_it_stands_does_not_begin(sums: ImportSums, said: str) -> None:
    message = page_of(a_view(sums=sums))

    assert said in words_of(message)
    assert not {"Import"} & set(labels(message))


def test_what_is_replaced_and_what_stays_is_said() -> None:
    said = words_of(page_of(a_view(sums=ImportSums(films=9, sure=9, newer_there=4, newer_here=1))))

    assert "**4 films** newer on Letterboxd" in said
    assert "**1 film** newer here: yours stays" in said


def test_once_it_is_done_it_can_be_taken_back_for_a_day() -> None:
    view = a_view(ImportState.DONE)

    message = page_of(view, has_feed=True)

    assert view.about.ended_at is not None
    assert f"Until <t:{int((view.about.ended_at + UNDO_FOR).timestamp())}:f>" in words_of(message)
    assert "</diary:21>" in words_of(message)
    assert labels(message) == [
        "Post my latest five in the feed",
        "Undo this import",
        "Not chosen (1)",
        "Unknown (2)",
        "Left out (1)",
    ]


@pytest.mark.parametrize(
    ("has_feed", "facts"),
    [(False, {}), (True, {"is_posted": True}), (True, {"sums": ImportSums(films=3, sure=3, watches=3)})],
    ids=["no feed", "posted", "nothing to post"],
)
def test_the_latest_can_be_posted_only_into_a_feed_and_once(has_feed: bool, facts: dict[str, Any]) -> None:  # noqa: FBT001  (from the table)
    message = page_of(a_view(ImportState.DONE, **facts), has_feed=has_feed)

    assert "Post my latest five in the feed" not in labels(message)


def test_taking_it_back_is_asked_once_more() -> None:
    message = sent(ask_undo(a_view(ImportState.DONE)))

    assert "What came with it goes, 1 review, 2 ratings and 3 viewings among it, and what" in message["content"]
    assert labels(message) == ["Take it back", "Keep it"]


def test_what_can_not_be_counted_is_not_named_where_it_would_go() -> None:
    message = sent(ask_undo(a_view(ImportState.DONE, ImportSums(films=1, sure=1, likes=1))))

    assert "What came with it goes and what it replaced comes back." in message["content"]


@pytest.mark.parametrize("state", [ImportState.READY, ImportState.UNDONE])
def test_an_earlier_import_can_be_reached_from_one_of_which_nothing_is_here(state: ImportState) -> None:
    earlier = an_import(ImportState.DONE, id=7, file_name="first.zip")
    view = a_view(state).model_copy(update={"earlier": earlier})

    button = items(page_of(view))[-1]

    assert button["label"] == "The import before: first.zip"
    assert CustomId.parse(button["custom_id"]) == ShowImport(import_id=7)


def test_what_was_taken_back_offers_nothing_more() -> None:
    message = page_of(a_view(ImportState.UNDONE))

    assert "was taken back" in words_of(message)
    assert labels(message) == []


@pytest.mark.parametrize(("state", "keeps"), [*itertools.product(ImportState, [True, False])])
def test_every_button_is_read_back(state: ImportState, keeps: bool) -> None:  # noqa: FBT001  (from the table)
    pages = [page_of(a_view(state, MANY, keeps_unknown=keeps, fault_count=1)), sent(ask_undo(a_view(state)))]

    ids = [item["custom_id"] for page in pages for item in items(page)]
    assert [str(CustomId.parse(custom_id)) for custom_id in ids] == ids

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.diary import PAGE_SIZE, DiaryPage
from bot.ui.custom_ids import CustomId, TurnDiary, TurnDiaryReview, UnknownCustomId
from bot.ui.diary import diary_page, diary_review, empty_diary, read_month
from data.models import DiaryEntry, DiaryPlace, GuildId, Month, Review, ReviewId
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import constructs, items, labels, sent
from tests.bot.ui.things import NOTHING_VISIBLE, Untold, a_review, films, names, reviews, some, sources, untold
from tests.builders import GUILD, OTHER_GUILD, a_film

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
SERVERS = {GUILD: "Night Owls", OTHER_GUILD: "Rear Row"}
IDS = {"review": 11, "letterboxd": 12}
LONG_LINK = "https://letterboxd.com/" + "a" * 60
WAY_THERE = re.compile(r"\[on Letterboxd\]\(https://(?:boxd\.it|letterboxd\.com)/[\w/:.,?&=~+%-]+\)", re.ASCII)


def a_place(**facts: Any) -> DiaryPlace:
    return DiaryPlace.model_validate({"guild_id": GUILD, "review_id": ReviewId(41)} | facts)


def an_entry(day: int = 28, places: tuple[DiaryPlace, ...] | None = None, **facts: Any) -> DiaryEntry:
    given_facts = {"film": a_film(title="Film"), "day": date(2026, 11, day), "places": places or (a_place(),)}
    return DiaryEntry.model_validate(given_facts | facts)


def a_page(*entries: DiaryEntry, **facts: Any) -> DiaryPage:
    entries = entries or (an_entry(),)
    plain = {"month": NOVEMBER, "entries": entries, "number": 1, "count": len(entries), "months": (NOVEMBER,)}
    return DiaryPage.model_validate(plain | facts)


def message_of(page: DiaryPage) -> dict[str, Any]:
    return sent(diary_page(page, SERVERS))


def lines_of(*entries: DiaryEntry) -> list[str]:
    text = see(message_of(a_page(*entries))["embeds"][0]["description"]).text
    return text.replace("\u2060", "").splitlines()


def select_of(message: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return next(item["options"] for item in items(message) if item["custom_id"] == f"v1:{action}")


_places = st.builds(
    DiaryPlace,
    guild_id=st.none() | st.integers(1, 4),
    review_id=st.integers(1, 10**15 - 1),
    has_text=st.booleans(),
    source_url=st.none() | sources,
    is_imported=st.booleans(),
)
_months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))


@st.composite
def pages(draw: st.DrawFn) -> DiaryPage:
    """Pages with as many viewings as there can be, of any films in any places."""
    months = sorted(draw(st.sets(_months, min_size=1, max_size=40)), reverse=True)
    month = draw(st.sampled_from(months))
    entry = st.builds(
        DiaryEntry,
        film=films,
        day=st.just(month.first_day),
        rating=st.none() | st.integers(1, 10),
        is_rewatch=st.booleans(),
        is_liked=st.booleans(),
        places=st.lists(_places, min_size=1, max_size=3).map(tuple),
    )
    entries = draw(st.lists(entry, min_size=1, max_size=4)) * draw(st.sampled_from([1, PAGE_SIZE]))
    return DiaryPage(
        month=month,
        entries=tuple(entries[:PAGE_SIZE]),
        number=draw(st.integers(1, 9_999_998)),
        count=draw(st.integers(1, 10**9)),
        months=tuple(months),
    )


@some(30)
@given(untold(pages()), st.lists(names, min_size=3, max_size=3))
def test_discord_takes_every_page_and_makes_nothing_of_it_but_links_there(
    page: Untold[DiaryPage], called: list[str]
) -> None:
    message = sent(diary_page(page.it, {GuildId(number + 1): name for number, name in enumerate(called)}))

    message["embeds"][0]["description"] = WAY_THERE.sub("", message["embeds"][0]["description"])
    assert constructs(message) == []


@pytest.mark.parametrize("link", [None, "https://boxd.it/1", LONG_LINK])
def test_page_of_the_longest_lines_fits_one_message(link: str | None) -> None:
    entry = an_entry(
        film=a_film(title="\U0001f3ac|" * 150),
        rating=9,
        is_rewatch=True,
        is_liked=True,
        places=tuple(a_place(guild_id=guild, source_url=link, is_imported=True) for guild in (GUILD, OTHER_GUILD)),
    )
    page = a_page(*[entry] * PAGE_SIZE, count=10_000, months=(NOVEMBER, OCTOBER))

    message = sent(diary_page(page, dict.fromkeys(SERVERS, "|" * 100)))

    assert len(message["embeds"][0]["description"].splitlines()) == PAGE_SIZE


def test_month_and_how_many_viewings_it_has_stand_above() -> None:
    assert message_of(a_page(count=14))["embeds"][0]["title"] == "November 2026 · 14 viewings"
    assert message_of(a_page())["embeds"][0]["title"] == "November 2026 · 1 viewing"


def test_line_tells_day_film_stars_and_where_it_stands() -> None:
    both = (a_place(), a_place(guild_id=OTHER_GUILD))

    lines = lines_of(
        an_entry(28, rating=9, is_liked=True, is_rewatch=True),
        an_entry(3, places=both),
        an_entry(2, places=(a_place(guild_id=GuildId(7)),)),
        an_entry(2, places=(a_place(source_url="https://boxd.it/1", is_imported=True),)),
        an_entry(1, places=(a_place(is_imported=True),)),
        an_entry(1, places=(DiaryPlace(),)),
        an_entry(1, places=(DiaryPlace(is_imported=True),)),
    )

    assert lines == [
        "28 · Film (2013) ★★★★½ ♥ ↻ · Night Owls",
        "3 · Film (2013) · Night Owls, Rear Row",
        "2 · Film (2013) · a server I left",
        "2 · Film (2013) · Night Owls · [on Letterboxd](https://boxd.it/1)",
        "1 · Film (2013) · Night Owls · imported",
        "1 · Film (2013) · kept for yourself",
        "1 · Film (2013) · kept for yourself · imported",
    ]


def test_what_is_on_letterboxd_leads_there_unless_the_page_has_no_room_for_it() -> None:
    few, many = (
        message_of(a_page(*[an_entry(places=(a_place(source_url=link),))] * PAGE_SIZE))["embeds"][0]["description"]
        for link in ("https://boxd.it/1", "https://letterboxd.com/" + "a" * 97)
    )

    assert "[on Letterboxd](https://boxd.it/1)" in few
    assert many.splitlines()[0].endswith(" · on Letterboxd")


def test_months_beside_it_are_led_to_and_one_that_is_not_there_can_not_be_pressed() -> None:
    message = message_of(a_page(months=(NOVEMBER, OCTOBER)))

    before, after = (item for item in items(message) if item["type"] == 2)
    assert CustomId.parse(before["custom_id"]) == TurnDiary(place="earlier", year=2026, month=10, number=1)
    assert [before["label"], after["label"]] == ["Previous month", "Next month"]
    assert (before.get("disabled"), after.get("disabled")) == (False, True)


def test_only_month_of_one_page_has_nothing_to_turn_to() -> None:
    assert items(message_of(a_page())) == []


def test_pages_of_a_long_month_are_turned() -> None:
    message = message_of(a_page(number=2, count=3 * PAGE_SIZE))

    assert labels(message) == ["Previous", "Page 2 of 3", "Next"]
    assert [CustomId.parse(item["custom_id"]) for item in items(message)][::2] == [
        TurnDiary(place="before", year=2026, month=11, number=1),
        TurnDiary(place="after", year=2026, month=11, number=3),
    ]


def test_few_months_can_all_be_chosen() -> None:
    options = select_of(message_of(a_page(months=(NOVEMBER, OCTOBER))), "diarymonth")

    assert [(option["label"], option["value"]) for option in options] == [
        ("November 2026", "2026-11"),
        ("October 2026", "2026-10"),
    ]
    assert [option["default"] for option in options] == [True, False]


def test_of_many_months_those_of_the_year_and_the_latest_of_others_can_be_chosen() -> None:
    months = tuple(Month(year, number) for year in range(2026, 1990, -1) for number in (11, 10, 3))

    options = select_of(message_of(a_page(month=Month(2010, 10), months=months)), "diarymonth")

    values = [option["value"] for option in options]
    assert len(values) == 25
    assert [value for value in values if value.startswith("2010")] == ["2010-11", "2010-10", "2010-03"]
    assert [value for value in values if not value.startswith("2010")] == [
        f"{year}-11" for year in range(2021, 1998, -1) if year != 2010
    ]


@some(60)
@given(_months)
def test_every_month_is_read_back_from_its_option(month: Month) -> None:
    (option, *_) = select_of(
        message_of(a_page(an_entry(), month=month, months=(month, Month(month.year, 13 - month.number)))), "diarymonth"
    )

    assert read_month(option["value"]) == month


@pytest.mark.parametrize("value", ["", "2026", "2026-0", "2026-13", "0000-01", "2026-1", "٢٠٢٦-11", "2026-11\n", "x-y"])
def test_what_is_no_month_is_refused(value: str) -> None:
    with pytest.raises(UnknownCustomId):
        read_month(value)


def test_texts_can_be_read_in_full_each_once() -> None:
    here, there = a_place(has_text=True), a_place(guild_id=OTHER_GUILD, review_id=ReviewId(42), has_text=True)

    options = select_of(
        message_of(a_page(an_entry(28, (here, there), rating=9), an_entry(3, (here,)), an_entry(2))), "diaryread"
    )

    assert [(option["value"], option["description"]) for option in options] == [
        ("41", "Night Owls"),
        ("42", "Rear Row"),
    ]
    assert options[0]["label"].replace("\u2060", "") == "28 · Film (2013) ★★★★½"


def test_every_viewing_with_a_text_can_be_read_before_another_servers_is_offered() -> None:
    entries = [
        an_entry(
            places=tuple(
                a_place(guild_id=guild, review_id=ReviewId(number + more), has_text=True)
                for guild, more in ((GUILD, 0), (OTHER_GUILD, 100))
            )
        )
        for number in range(1, 24)
    ]

    values = [option["value"] for option in select_of(message_of(a_page(*entries)), "diaryread")]

    assert len(values) == 25
    assert set(values) == {*(str(number) for number in range(1, 24)), "101", "102"}


def test_empty_diary_says_how_to_begin() -> None:
    message = sent(empty_diary(IDS))

    assert "</review:11>" in message["content"]
    assert "</letterboxd import:12>" in message["content"]


@some(40)
@given(reviews(), names)
@example(a_review(text=NOTHING_VISIBLE), NOTHING_VISIBLE)
def test_own_review_is_read_page_by_page_whatever_it_says(review: Review, guild_name: str) -> None:
    number, seen = 1, 0

    while True:
        message = sent(diary_review(review, number, {GUILD: guild_name}))
        assert constructs(message) == []
        seen += 1
        forward = [item for item in items(message) if item.get("label") == "Next" and not item.get("disabled")]

        if not forward:
            break

        request = CustomId.parse(forward[0]["custom_id"])
        assert isinstance(request, TurnDiaryReview)
        number = request.number

    assert number == seen


def test_own_review_says_in_which_server_it_stands() -> None:
    review = a_review(text="Clay remembers.")

    told = [sent(diary_review(review, 1, servers))["content"] for servers in (SERVERS, {})]

    assert told == ["Your review in Night Owls.", "Your review in a server I left."]

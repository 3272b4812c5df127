"""A week as people read it: all that it has to say, within Discord's limits, whatever films and members are called."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.answer import Attachment
from bot.ui.digest import Admin, BestLiked, digest_page, digest_post, period_label
from bot.ui.names import film_name
from data.models import (
    Author,
    ChannelId,
    Copy,
    Digest,
    DigestFilm,
    DigestId,
    DigestPlace,
    Film,
    FilmId,
    KeptFor,
    Mean,
    MessageId,
    Numbers,
    Review,
    UserId,
    Writer,
)
from tests.bot.ui.messages import constructs, labels, sent
from tests.bot.ui.things import SECRET, Untold, a_review, films, hidden_contents, names, reviews, some
from tests.builders import GUILD, a_film

BEGIN = datetime(2026, 11, 15, 18, tzinfo=UTC)
END = BEGIN + timedelta(days=7)
PICTURE = Attachment("board-1.jpg", b"", "Night Owls. 1. The Missing Picture (2013), 4.5 out of 5, 3 ratings.")
POST = Copy(message_id=MessageId(33), channel_id=ChannelId(22), guild_id=GUILD, request="v1:open:41")


def a_ranked(place: int, film: Film | None = None, **facts: Any) -> DigestFilm:
    return DigestFilm.model_validate(
        {
            "place": place,
            "film_id": FilmId(place),
            "film": film or a_film(place),
            "ratings": 3,
            "total": 27,
            "squares": 245,
        }
        | facts
    )


def a_digest(**facts: Any) -> Digest:
    """A week in which one film was rated, by three."""
    return Digest.model_validate(
        {
            "id": DigestId(5),
            "guild_id": GUILD,
            "begins_at": BEGIN,
            "ends_at": END,
            "taken_at": END + timedelta(seconds=30),
            "zone": "UTC",
            "prior": 3,
            "mean": Mean(36, 5),
            "numbers": Numbers(ratings=3, raters=3, films=1, new_films=1, reviews=2, all_reviews=20),
            "films": (a_ranked(1, a_film(title="The Missing Picture")),),
        }
        | facts
    )


def page_of(digest: Digest, best: BestLiked | None = None, **how: Any) -> dict[str, Any]:
    how = {"is_private": False} | how
    return sent(digest_page(digest, best or BestLiked(), DigestPlace(before=DigestId(4)), "Night Owls", **how))


def text_of(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False)


def test_a_film_stands_with_place_stars_number_ratings_and_change() -> None:
    digest = a_digest(
        films=(
            a_ranked(1, a_film(title="Up"), place_before=3),
            a_ranked(2, a_film(title="Down"), place_before=1, ratings=1, total=7, squares=49),
            a_ranked(3, a_film(title="Same"), place_before=3),
            a_ranked(4, a_film(title="New"), is_new=True),
            a_ranked(5, a_film(title="Back")),
        )
    )

    said = page_of(digest)["embeds"][0]["description"]

    # C = 7.2: (21.6 + 27)/6 = 8.1 half stars, (21.6 + 7)/4 = 7.15.
    up, down, same, new, back = said.split("**1.**")[1].split("\n**")
    assert "Up (2013)" in up
    assert "**4.1** · 3 ratings · ▲ up 2" in up
    assert "**3.6** · 1 rating · ▼ down 1" in down
    assert "same place as last week" in same
    assert "new here" in new
    assert "not in last week's list" in back


def test_films_that_are_gone_since_are_not_among_those_beyond_the_last_shown() -> None:
    numbers = Numbers(ratings=9, raters=3, films=3)
    gone = a_digest(films=(a_ranked(1), a_ranked(3)), numbers=numbers)
    beyond = a_digest(films=(a_ranked(1), a_ranked(2)), numbers=numbers)

    assert "more" not in page_of(gone)["embeds"][0]["description"]
    assert "\nand 1 film more\n" in page_of(beyond)["embeds"][0]["description"]


def test_how_it_is_ranked_stands_in_one_line() -> None:
    weighted = page_of(a_digest())["embeds"][0]["description"]
    plain = page_of(a_digest(prior=0))["embeds"][0]["description"]

    assert "\n-# Weighted mean: a film's ratings plus 3 ratings of 3.6, this server's mean.\n" in weighted
    assert "\n-# Ranked by the mean of each film's ratings.\n" in plain


def test_a_past_week_says_when_it_was_taken() -> None:
    said = page_of(a_digest())["embeds"][0]["description"]

    assert f"-# As it stood <t:{int(END.timestamp()) + 30}:f>." in said


def test_the_best_liked_review_is_quoted_with_its_likes_and_the_way_to_it() -> None:
    best = BestLiked(a_review(rating=9, text="Clay remembers."), POST)

    message = page_of(a_digest(best_id=41, best_likes=4), best)

    field = next(field for field in message["embeds"][0]["fields"] if field["name"] == "Best-liked review")
    assert "Clay remembers." in field["value"]
    assert "by Alice · ♥ 4" in field["value"]
    assert f"(https://discord.com/channels/{GUILD}/22/33)" in field["value"]
    assert "Read the review" in labels(message)


def test_a_best_liked_review_from_letterboxd_says_so() -> None:
    best = BestLiked(a_review(rating=9, text="Clay remembers.", source_url="https://boxd.it/1aBcDe"))

    message = page_of(a_digest(best_id=41, best_likes=4), best)

    assert "by Alice on Letterboxd · ♥ 4" in message["embeds"][0]["fields"][0]["value"]


def test_a_best_liked_review_that_was_deleted_is_not_quoted() -> None:
    message = page_of(a_digest(best_id=41, best_likes=4))

    assert "It was deleted since." in text_of(message)
    assert "Read the review" not in labels(message)


def test_the_most_divisive_film_and_the_writers_are_named() -> None:
    digest = a_digest(
        divisive=a_ranked(1, a_film(title="Clay"), total=17, squares=137),
        writers=(
            Writer(author=Author(id=UserId(1), name="Alice"), reviews=2),
            Writer(author=Author(id=UserId(2)), reviews=1),
        ),
    )

    said = text_of(page_of(digest))

    # 1, 6 and 10 half stars: the variance is 137/3 - (17/3)² = 13.56, its root 3.68 half stars.
    assert "**Clay (2013)** · 3 ratings, mean 2.8, standard deviation 1.8 stars" in said
    assert "**Alice**, 2 reviews · **a member**, 1 review" in said


def test_a_week_without_reviews_is_told_of_in_one_line() -> None:
    message = page_of(a_digest(numbers=Numbers(all_reviews=20), films=()))

    assert "Nobody rated or reviewed a film." in message["embeds"][0]["description"]
    assert "fields" not in message["embeds"][0]


@pytest.mark.parametrize(
    ("kept_for", "said"), [(KeptFor.SKIPPED, "this week was skipped"), (KeptFor.MISSED, "more than a day after")]
)
def test_a_week_that_was_not_posted_says_why(kept_for: KeptFor, said: str) -> None:
    assert said in page_of(a_digest(kept_for=kept_for))["embeds"][0]["description"]


def test_a_digest_that_comes_late_says_so() -> None:
    in_time, late = (
        digest_post(a_digest(), BestLiked(), "Night Owls", posted_at=END + timedelta(minutes=minutes)).embeds[0]
        for minutes in (2, 70)
    )

    assert "Posted late" not in str(in_time.description)
    assert f"-# Posted late: it was due <t:{int(END.timestamp())}:f>." in str(late.description)


def test_the_picture_is_shown_with_words_for_those_who_do_not_see_it() -> None:
    embed = page_of(a_digest(), picture=PICTURE)["embeds"][0]

    assert embed["image"] == {"url": "attachment://board-1.jpg", "description": PICTURE.description}


def test_only_admins_are_offered_to_post_or_skip_the_present_week() -> None:
    present, past = a_digest(id=None), a_digest()
    admin = Admin(is_skipped=False)

    assert not {"Post now", "Skip this week"} & {*labels(page_of(present)), *labels(page_of(past, admin=admin))}
    assert {"Post now", "Skip this week"} <= set(labels(page_of(present, admin=admin)))
    assert "Do not skip this week" in labels(page_of(present, admin=Admin(is_skipped=True)))


@pytest.mark.parametrize(
    ("begin", "end", "zone", "label"),
    [
        ("2026-11-15T18:00Z", "2026-11-22T18:00Z", "UTC", "15 – 22 Nov 2026"),
        ("2026-11-29T18:00Z", "2026-12-06T18:00Z", "UTC", "29 Nov – 6 Dec 2026"),
        ("2026-11-29T18:00Z", "2026-11-29T20:00Z", "UTC", "29 Nov 2026"),
        ("2026-12-27T18:00Z", "2027-01-03T18:00Z", "Asia/Tokyo", "28 Dec 2026 – 4 Jan 2027"),
    ],
)
def test_a_period_is_named_by_its_days_in_the_servers_zone(begin: str, end: str, zone: str, label: str) -> None:
    moments = [datetime.fromisoformat(moment) for moment in (begin, end)]

    assert period_label(moments[0], moments[1], zone) == label


@pytest.mark.parametrize(
    ("films", "new_films", "said"),
    [
        (1, 1, "of 1 film (new here) by"),
        (3, 3, "of 3 films (all new here) by"),
        (3, 2, "of 3 films (2 of them new here) by"),
    ],
)
def test_how_many_films_are_new_is_said_as_one_would(films: int, new_films: int, said: str) -> None:
    numbers = Numbers(ratings=3, raters=3, films=films, new_films=new_films, reviews=2, all_reviews=20)

    assert said in text_of(page_of(a_digest(numbers=numbers)))


Made = Untold[tuple[Digest, BestLiked, str]]
"""A week, its best-liked review and its server's name."""


@st.composite
def digests(draw: st.DrawFn, review: st.SearchStrategy[Review]) -> Made:
    """Full weeks of films and members with any names, past and present, with their best-liked review."""
    shown = draw(st.lists(films, min_size=1, max_size=10))
    ranked = tuple(a_ranked(place, film, place_before=10_000_000) for place, film in enumerate(shown, start=1))
    writers = tuple(
        Writer(author=Author(id=UserId(1), name=name), reviews=1_000_000) for name in draw(st.lists(names, max_size=3))
    )
    many = Numbers.model_validate(dict.fromkeys(Numbers.model_fields, 10_000_000))
    digest = a_digest(
        id=draw(st.sampled_from([None, DigestId(5)])),
        films=ranked,
        divisive=ranked[-1],
        writers=writers,
        numbers=many,
        best_id=41,
        best_likes=1_000_000,
    )
    return Untold((digest, BestLiked(draw(review), POST), draw(names)))


def made_plain(digest: Digest) -> tuple[Digest, BestLiked]:
    """The same with names and a text that Discord makes nothing of."""

    def plain(film: Film) -> Film:
        # What has brackets is no link.
        has_bracket = bool({"[", "]"} & set(film_name(film, 90)))
        return film.model_copy(update={"title": "[Clay]" if has_bracket else "Clay"})

    plain_films = tuple(film.model_copy(update={"film": plain(film.film)}) for film in digest.films)
    writers = tuple(
        writer.model_copy(update={"author": Author(id=UserId(1), name="Alice")}) for writer in digest.writers
    )
    update = {"films": plain_films, "divisive": plain_films[-1], "writers": writers}
    return digest.model_copy(update=update), BestLiked(a_review(text="Clay remembers."), POST)


def made_of(message: dict[str, Any]) -> list[str]:
    """What Discord makes of the texts. What stands between a title's colon and that of its address is no emoji."""
    return [name for name in constructs(message) if name != "emoji name"]


@some(15)
@given(digests(reviews()))
def test_discord_takes_every_week_and_makes_no_more_of_it_than_of_plain_names(
    made: Made,
) -> None:
    digest, best, guild_name = made.it
    plain = made_plain(digest)
    how: dict[str, Any] = {"is_private": True, "admin": Admin(is_skipped=True), "picture": PICTURE}
    place = DigestPlace()

    message = sent(digest_page(digest, best, place, guild_name, **how))
    posted = sent(digest_post(digest, best, guild_name, picture=PICTURE, posted_at=END + timedelta(days=1)))

    assert made_of(message) == made_of(sent(digest_page(*plain, place, "Night Owls", **how)))
    assert made_of(posted) == made_of(
        sent(digest_post(*plain, "Night Owls", picture=PICTURE, posted_at=END + timedelta(days=1)))
    )


@some(8)
@given(digests(reviews(hidden_contents)))
def test_no_spoiler_stands_in_a_digest(made: Made) -> None:
    digest, best, guild_name = made.it

    page = digest_page(digest, best, DigestPlace(), guild_name, is_private=True)

    assert SECRET not in text_of(sent(page))
    assert SECRET not in text_of(sent(digest_post(digest, best, guild_name, posted_at=END)))

import json
from typing import Any

import pytest
from discord import ButtonStyle
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.films import FilmCard
from bot.ui.answer import Attachment
from bot.ui.choices import film_choices
from bot.ui.custom_ids import ChooseFilm, ChooseFilmToRate
from bot.ui.embeds import (
    GOLD,
    GREY,
    TEAL,
    like_button,
    link_target,
    review_post,
    withdrawn_post,
)
from bot.ui.film_card import copy_of_card, film_card, nothing_related, pick_film
from bot.ui.text import plain
from data.catalogue.base import RelatedFilm, Relation
from data.models import Film, FilmId, Review, Score
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import assert_harmless, items, labels, sent
from tests.bot.ui.things import NOTHING_VISIBLE, SECRET, a_review, cards, films, hidden_contents, names, reviews, some
from tests.builders import a_film, an_author


def a_card(film: Film | None = None, *newest: Review, **score: Any) -> FilmCard:
    return FilmCard(film=film or a_film(), film_id=FilmId(1), score=Score.model_validate(score), newest=newest)


related_films = st.lists(
    st.builds(
        RelatedFilm, film=films, relation=st.sampled_from(Relation), shared=st.lists(names, max_size=3).map(tuple)
    ),
    max_size=25,
    unique_by=lambda related: related.film.key,
)


class TestFilmCard:
    @some(30)
    @given(cards(), names, related_films)
    @example(a_card(a_film(), a_review(text=NOTHING_VISIBLE)), "Night Owls", [])
    @example(a_card(a_film(title=NOTHING_VISIBLE, original_title=NOTHING_VISIBLE)), NOTHING_VISIBLE, [])
    @example(a_card(a_film(directors=[NOTHING_VISIBLE], cast=["", "A"], genres=[""])), "Night Owls", [])
    def test_discord_takes_every_card_and_makes_nothing_of_it(
        self, card: FilmCard, guild_name: str, related: list[RelatedFilm]
    ) -> None:
        assert_harmless(film_card(card, guild_name, related))
        assert_harmless(copy_of_card(film_card(card, guild_name, related), card.film))

    @pytest.mark.parametrize("letter", ["*", "W", "\U0001f3ac", "e\u0301", "\\"])
    def test_card_with_as_much_as_there_can_be_fits_one_message(self, letter: str) -> None:
        much = (letter * 1_500,)
        film = a_film(
            title=(letter * 300)[:300],
            original_title=much[0],
            directors=much,
            cast=much,
            synopsis=letter * 6_000,
            runtime_min=60_000,
            countries=much,
            languages=much,
            genres=much,
        )
        review = a_review(rating=9, text=letter * 4_000, is_liked=True, source_url="https://boxd.it/1").model_copy(
            update={"author": an_author(name=letter * 200), "likes": 10**9}
        )
        card = a_card(film, review, review, review, counts=[10**9] * 11)

        assert_harmless(film_card(card.model_copy(update={"best_liked": (review, review)}), letter * 100))

    @some(30)
    @given(cards(hidden_contents))
    def test_no_spoiler_stands_on_a_card(self, card: FilmCard) -> None:
        assert SECRET not in json.dumps(sent(film_card(card, "Night Owls")))

    def test_everything_that_is_known_stands_on_it(self) -> None:
        film = a_film(
            title="The Missing Picture",
            original_title="L'image manquante",
            directors=["Rithy Panh"],
            cast=["Randal Douc", "Jean-Baptiste Phou"],
            synopsis="Clay figures stand where no picture was left.",
            runtime_min=92,
            countries=["Cambodia", "France"],
            languages=["French"],
            genres=["Documentary"],
            poster_url="https://upload.example/p.jpg",
        )

        embed = sent(film_card(a_card(film), "Night Owls"))["embeds"][0]

        assert embed["title"] == "The Missing Picture (2013)"
        assert embed["url"] == "https://www.imdb.com/title/tt0000001/"
        assert see(embed["description"]).text == (
            "L'image manquante\nDirected by Rithy Panh\nStarring Randal Douc, Jean-Baptiste Phou\n\n"
            "Clay figures stand where no picture was left.\n\n92 min · Cambodia, France · French · Documentary"
        )
        assert embed["thumbnail"] == {
            "url": "https://upload.example/p.jpg",
            "description": "Poster of The Missing Picture (2013)",
        }

    def test_drawn_poster_is_shown_from_the_file_that_goes_with_the_card(self) -> None:
        picture = Attachment("poster-1.png", b"picture", "Drawn poster: Ran")

        answer = film_card(a_card(a_film()), "Night Owls", picture=picture)

        shown = sent(answer)["embeds"][0]["thumbnail"]
        assert shown == {"url": "attachment://poster-1.png", "description": "Drawn poster: Ran"}
        assert [file.filename for file in answer.files()] == ["poster-1.png"]

    def test_what_is_not_known_leaves_no_gap(self) -> None:
        embed = sent(film_card(a_card(a_film(year=None)), "Night Owls"))["embeds"][0]

        assert embed["title"] == "Film No. 1"
        assert "description" not in embed or embed["description"] == ""
        assert "thumbnail" not in embed

    def test_score_tells_stars_words_and_members(self) -> None:
        card = a_card(counts=[1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1])

        value = sent(film_card(card, "Night Owls"))["embeds"][0]["fields"][0]["value"]

        assert value.startswith("★\u2060★\u2060★\u2060★\u2060½ **4.3 out of 5** · 3 members\n")

    @pytest.mark.parametrize(
        ("counts", "said"),
        [([0] * 11, "No ratings yet."), ([2, *[0] * 10], "2 reviews, no ratings yet.")],
        ids=["nobody", "texts alone"],
    )
    def test_film_without_ratings_says_so(self, counts: list[int], said: str) -> None:
        value = sent(film_card(a_card(counts=counts), "Night Owls"))["embeds"][0]["fields"][0]["value"]

        assert value.startswith(said)

    def test_newest_reviews_come_first_and_those_liked_best_say_so(self) -> None:
        newest = a_review(rating=8, text="The newest.").model_copy(update={"likes": 1})
        best = a_review(rating=9, text="The best.", is_liked=True).model_copy(update={"likes": 1_200})
        card = a_card(None, newest).model_copy(update={"best_liked": (best,)})

        fields = sent(film_card(card, "Night Owls"))["embeds"][0]["fields"][1:]

        assert [(see(shown["name"]).text, shown["value"]) for shown in fields] == [
            ("★★★★ · Alice · 1 like", "The newest."),
            ("Also liked · ★★★★½ ♥ · Alice · 1,200 likes", "The best."),
        ]

    def test_review_from_letterboxd_says_so_behind_its_authors_name(self) -> None:
        review = a_review(rating=9, is_liked=True, source_url="https://boxd.it/1aBcDe")

        heading = sent(film_card(a_card(None, review), "Night Owls"))["embeds"][0]["fields"][1]["name"]

        assert see(heading).text.replace("\u2060", "") == "★★★★½ ♥ · Alice on Letterboxd"

    def test_members_names_stay_as_they_are(self) -> None:
        card = a_card(None, a_review().model_copy(update={"author": an_author(name="**x** _y_ <@1>")}))

        heading = sent(film_card(card, "Night Owls"))["embeds"][0]["fields"][1]["name"]

        assert see(heading).text.endswith("**x** _y_ <@1>")


class TestReviewPost:
    @some(60)
    @given(reviews())
    @example(a_review(text=NOTHING_VISIBLE))
    @example(a_review(rating=3, tags=[NOTHING_VISIBLE]))
    def test_discord_takes_every_post_and_makes_nothing_of_it(self, review: Review) -> None:
        assert_harmless(review_post(review))

    @some(50)
    @given(reviews(hidden_contents))
    def test_no_spoiler_stands_in_a_post(self, review: Review) -> None:
        message = sent(review_post(review))

        assert SECRET not in json.dumps(message)
        assert labels(message)[1] == "Read it"

    def test_post_says_all_that_its_author_filled_in(self) -> None:
        review = a_review(
            rating=9,
            text="Clay **remembers**.",
            watched_on="2026-11-01",
            tags=["memory", "clay"],
            is_rewatch=True,
            is_liked=True,
        )

        embed = sent(review_post(review))["embeds"][0]

        assert embed["title"] == "The Missing Picture (2013) ★\u2060★\u2060★\u2060★\u2060½ ♥"
        assert embed["author"]["name"] == "Alice"
        assert embed["description"] == "Clay **remembers**."
        assert embed["footer"]["text"] == "4.5 out of 5 · Watched 1 November 2026 · Rewatch · #memory #clay"
        assert embed["timestamp"] == "2026-11-20T18:30:00+00:00"

    def test_post_of_a_review_from_letterboxd_leads_there(self) -> None:
        embed = sent(review_post(a_review(rating=9, source_url="https://boxd.it/1aBcDe")))["embeds"][0]

        assert embed["author"]["name"] == "Alice on Letterboxd"
        assert embed["author"]["url"] == "https://boxd.it/1aBcDe"

    def test_name_is_cut_before_what_says_where_its_review_stands(self) -> None:
        review = a_review(rating=9, source_url="https://boxd.it/1").model_copy(
            update={"author": an_author(name="W" * 300)}
        )

        name = sent(review_post(review))["embeds"][0]["author"]["name"]

        assert name == "W" * 99 + "… on Letterboxd"

    def test_address_can_neither_end_a_link_nor_be_taken_for_none(self) -> None:
        assert link_target("https://boxd.it/a)[b](c%zz%20d*~") == "https://boxd.it/a%29%5Bb%5D%28c%25zz%20d%2A~"

    def test_rewatch_has_its_own_colour(self) -> None:
        colours = [
            sent(review_post(a_review(rating=5, is_rewatch=again)))["embeds"][0]["color"] for again in (True, False)
        ]

        assert colours == [TEAL, GOLD]

    def test_author_who_is_not_known_any_more_is_a_member(self) -> None:
        review = a_review().model_copy(update={"author": an_author(name="")})

        assert sent(review_post(review))["embeds"][0]["author"]["name"] == "A member"

    def test_tag_that_shows_nothing_is_left_out(self) -> None:
        embed = sent(review_post(a_review(rating=8, tags=[NOTHING_VISIBLE, "clay"])))["embeds"][0]

        assert embed["footer"]["text"] == "4 out of 5 · #clay"

    @pytest.mark.parametrize(
        ("likes", "label"), [(0, "Like"), (1, "Like (1)"), (999, "Like (999)"), (1_234_567, "Like (1,234,567)")]
    )
    def test_first_button_says_how_many_like_it(self, likes: int, label: str) -> None:
        review = a_review().model_copy(update={"likes": likes})

        message = sent(review_post(review))

        assert labels(message) == [label, "More", "Review it too"]
        assert items(message)[0]["custom_id"] == "v1:like:41"

    @pytest.mark.parametrize(
        ("said", "label"),
        [
            ({"rating": 7}, "More"),
            ({"text": "x" * 4_000}, "More"),
            ({"text": "*" * 4_000}, "Read on"),
            ({"text": "a\n\n" * 10_000}, "Read on"),
            ({"text": "x", "is_spoiler": True}, "Read it"),
            ({"rating": 7, "is_spoiler": True}, "More"),
        ],
        ids=["no text", "fits", "doubled by escapes", "imported", "spoiler", "nothing to hide"],
    )
    def test_second_button_says_what_there_is_to_read(self, said: dict[str, Any], label: str) -> None:
        assert labels(sent(review_post(a_review(**said))))[1] == label

    def test_same_post_is_sent_as_often_as_it_is_needed(self) -> None:
        answer = review_post(a_review())

        assert sent(answer) == sent(answer)


class TestChoosingAFilm:
    @some(30)
    @given(st.lists(films, min_size=1, max_size=30, unique_by=lambda film: film.key))
    @example([a_film(number, title="\U0001f3ac" * 300) for number in range(1, 31)])
    @example([a_film(title=NOTHING_VISIBLE, year=None)])
    def test_discord_takes_every_question(self, found: list[Film]) -> None:
        message = assert_harmless(pick_film(found, ChooseFilmToRate(rating=10)))

        assert [option["value"] for option in items(message)[0]["options"]] == [film.key for film in found[:25]]

    @some(30)
    @given(st.lists(films, max_size=30))
    @example([a_film(title=NOTHING_VISIBLE, year=None)])
    def test_autocomplete_offers_25_names_of_1_to_100_characters(self, found: list[Film]) -> None:
        choices = film_choices(found)

        assert len(choices) == min(len(found), 25)
        assert all(1 <= len(choice.name) <= 100 for choice in choices)
        assert all(choice.name == plain(choice.name) for choice in choices)

    def test_films_of_one_long_title_are_told_apart(self) -> None:
        found = [a_film(number, title="The " + "Very " * 40 + "Long Day", year=1950 + number) for number in (1, 2)]

        options = items(sent(pick_film(found, ChooseFilm())))[0]["options"]
        choices = film_choices(found)

        assert [option["label"][-6:] for option in options] == ["(1951)", "(1952)"]
        assert [choice.name[-6:] for choice in choices] == ["(1951)", "(1952)"]


@some(30)
@given(films)
@example(a_film(title=NOTHING_VISIBLE, year=None))
def test_notices_about_any_film_are_harmless(film: Film) -> None:
    assert_harmless(nothing_related(film))


def test_withdrawn_post_names_nobody_and_offers_nothing() -> None:
    message = assert_harmless(withdrawn_post())

    assert [embed["description"] for embed in message["embeds"]] == ["This review was deleted."]
    assert message["embeds"][0]["color"] == GREY
    assert labels(message) == []


@pytest.mark.parametrize(("is_liked", "style"), [(True, ButtonStyle.success), (False, ButtonStyle.secondary)])
def test_like_button_stands_out_for_one_who_likes_the_review(is_liked: bool, style: ButtonStyle) -> None:  # noqa: FBT001  (parametrised)
    assert like_button(a_review(), is_liked=is_liked).style is style


def test_content_of_nothing_but_stars_needs_no_text() -> None:
    assert "description" not in sent(review_post(a_review(rating=1)))["embeds"][0]


def test_whole_of_a_review_is_said_by_words_too() -> None:
    said = [sent(review_post(a_review(rating=half)))["embeds"][0]["footer"]["text"] for half in range(1, 11)]

    assert said == [f"{half / 2:g} out of 5" for half in range(1, 11)]


@pytest.mark.parametrize("title", ["-", "+", "1.", "12."])
def test_title_that_looks_like_a_lists_mark_begins_no_list(title: str) -> None:
    message = assert_harmless(film_card(a_card(a_film(title=title, countries=[title], languages=["b"])), "Night Owls"))

    assert see(message["embeds"][0]["title"]).text == f"{title} (2013)"

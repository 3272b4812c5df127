"""What of a card comes from elsewhere: in words, within Discord's limits, with whom it is from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.details import CardDetails
from bot.services.films import FilmCard
from bot.ui import limits
from bot.ui.film_card import being_asked, film_card
from bot.ui.film_details import attribution, missing_line, watch_text
from bot.ui.help import help_page
from bot.ui.regions import region_of
from data.models import FilmId, Score, Source, WhereToWatch
from sandbox.validate.embeds import LONGEST_ALL
from tests.bot.ui.messages import Json, assert_harmless, constructs, sent
from tests.bot.ui.things import a_review, cards, names, some
from tests.builders import a_film, an_author

LINK = "https://www.themoviedb.org/movie/5-a-film/watch?locale=US"
OFFERS = WhereToWatch(link=LINK, stream=("Filmbox", "Kanopy"), buy=("Shop",))

offers = st.builds(
    WhereToWatch,
    # Ours is the only link there may be; it is tested apart.
    link=st.none(),
    stream=st.lists(names, max_size=12).map(tuple),
    rent=st.lists(names, max_size=12).map(tuple),
    buy=st.lists(names, max_size=12).map(tuple),
)

all_details = st.builds(
    CardDetails,
    sources=st.lists(st.sampled_from(Source), unique=True).map(tuple),
    watch=st.dictionaries(st.sampled_from(["US", "DE"]), offers),
    awaited=st.none() | st.sampled_from(Source),
    silent=st.none() | st.sampled_from(Source),
)


def a_card(details: CardDetails) -> FilmCard:
    return FilmCard(film=a_film(), film_id=FilmId(1), score=Score(), newest=(), details=details)


@some(60)
@given(cards(), all_details)
def test_discord_takes_every_card_with_details_and_makes_nothing_of_it(card: FilmCard, details: CardDetails) -> None:
    assert_harmless(film_card(card.model_copy(update={"details": details}), "Night Owls"))


@pytest.mark.parametrize("letter", ["*", "W", "\U0001f3ac", "e\u0301", "\\"])
def test_card_with_as_many_services_as_can_be_fits_one_message(letter: str) -> None:
    much = ((letter * 200)[:200],) * 12
    details = CardDetails(
        sources=tuple(Source),
        watch={"US": WhereToWatch(stream=much, rent=much, buy=much)},
        silent=Source.TMDB,
    )
    film = a_film(
        title=(letter * 300)[:300],
        original_title=letter * 300,
        directors=much,
        cast=much,
        synopsis=letter * 5_000,
        runtime_min=60_000,
        countries=much,
        languages=much,
        genres=much,
    )

    review = a_review(rating=9, text=letter * 4_000, is_liked=True).model_copy(
        update={"author": an_author(name=letter * 200), "likes": 10**9}
    )
    shown = {"film": film, "newest": (review,) * 3, "best_liked": (review,) * 2}

    message = assert_harmless(film_card(a_card(details).model_copy(update=shown), letter * 100))

    # A link to where to watch is to fit beside all that.
    assert _size(message) + len(LINK) + len("[]()") <= LONGEST_ALL


def _size(message: Json) -> int:
    """What Discord counts of all embeds."""
    return sum(
        limits.length(text)
        for embed in message["embeds"]
        for text in (
            embed.get("title", ""),
            embed.get("description", ""),
            embed.get("footer", {}).get("text", ""),
            *(part for field in embed.get("fields", ()) for part in (field["name"], field["value"])),
        )
    )


def test_services_are_told_by_kind_for_the_country_with_justwatch_named() -> None:
    details = CardDetails(watch={"US": OFFERS})

    assert watch_text(details, "US") == f"Stream: Filmbox, Kanopy\nBuy: Shop\n[Where to watch by JustWatch]({LINK})"
    assert watch_text(details, "DE") == ""


def test_the_only_link_on_a_card_is_ours() -> None:
    assert constructs(sent(film_card(a_card(CardDetails(watch={"US": OFFERS})), "Night Owls"))) == [
        "masked link",
        "link",
    ]


def test_justwatch_is_named_without_a_page_as_well() -> None:
    details = CardDetails(watch={"US": OFFERS.model_copy(update={"link": None})})

    assert watch_text(details, "US").endswith("\nWhere to watch by JustWatch")


def test_card_tells_where_to_watch_in_the_country_that_was_asked_for() -> None:
    card = a_card(CardDetails(watch={"DE": OFFERS}))

    fields = [
        [field["name"] for field in sent(film_card(card, "Night Owls", region=region))["embeds"][0]["fields"]]
        for region in ("DE", "US")
    ]

    assert "Where to watch (DE)" in fields[0]
    assert not [name for name in fields[1] if "watch" in name]


@pytest.mark.parametrize(
    ("details", "line"),
    [
        (CardDetails(), ""),
        (CardDetails(awaited=Source.TMDB), "*Poster and more are being fetched from TMDB…*"),
        (CardDetails(awaited=Source.WIKIDATA), "*More facts are being fetched from Wikidata…*"),
        (
            CardDetails(awaited=Source.WIKIDATA, silent=Source.TMDB),
            "*More facts are being fetched from Wikidata…*",
        ),
        (CardDetails(silent=Source.TMDB), "*TMDB did not answer: poster and where to watch are missing.*"),
        (CardDetails(silent=Source.WIKIDATA), "*Wikidata did not answer: more facts are missing.*"),
    ],
)
def test_line_says_what_is_missing_and_why(details: CardDetails, line: str) -> None:
    assert missing_line(a_film(), details) == line


def test_poster_that_is_there_is_not_called_missing() -> None:
    film = a_film(poster_url="https://posters.example/x.jpg")

    assert missing_line(film, CardDetails(silent=Source.TMDB)) == "*TMDB did not answer: where to watch is missing.*"


def test_footer_names_everybody_whose_data_is_shown_and_nobody_else() -> None:
    tmdb = "This product uses the TMDB API but is not endorsed or certified by TMDB."

    assert attribution(CardDetails()) == ""
    assert attribution(CardDetails(sources=(Source.TMDB,))) == tmdb
    assert attribution(CardDetails(sources=tuple(Source))) == f"{tmdb} Facts from Wikidata (CC0)."


def test_help_names_them_where_they_are_used() -> None:
    with_both, without = [sent(help_page({}, sources=sources))["embeds"][0] for sources in (tuple(Source), ())]

    assert "not endorsed or certified by TMDB. Facts from Wikidata" in with_both["footer"]["text"]
    assert "footer" not in without


@some(60)
@given(names)
def test_promise_of_a_search_is_harmless_whatever_was_typed(typed: str) -> None:
    assert_harmless(being_asked(typed, tuple(Source)))


@pytest.mark.parametrize(
    ("locale", "region"),
    [
        ("en-US", "US"),
        ("en-GB", "GB"),
        ("pt-BR", "BR"),
        ("zh-TW", "TW"),
        ("sv-SE", "SE"),
        ("es-419", "MX"),
        ("de", "DE"),
        ("ja", "JP"),
        ("uk", "UA"),
        ("xx", "US"),
        ("", "US"),
        (None, "US"),
    ],
)
def test_country_is_that_of_the_language(locale: str | None, region: str) -> None:
    assert region_of(locale) == region

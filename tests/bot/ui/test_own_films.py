"""What is said of films that were added by hand, and of merging them: whatever they are called."""

from hypothesis import given
from hypothesis import strategies as st

from bot.services.films import FilmCard
from bot.services.own_films import OwnFilmPage
from bot.ui import limits
from bot.ui.answer import Attachment
from bot.ui.custom_ids import ChooseFilm, OpenFilmForm, SubmitFilm
from bot.ui.film_card import film_card, pick_film
from bot.ui.merging import ask_merge, merge_choices, merged, unmerged
from bot.ui.own_films import already_there, ask_delete_film, film_form, own_film_panel, read_film_form
from bot.ui.problems import film_form_returned, film_not_found
from data.errors import FilmNotFound, StoreFailed
from data.models import (
    Author,
    Film,
    FilmId,
    FilmKey,
    Merge,
    MergePlan,
    OwnFilm,
    OwnFilmForm,
    Score,
    UserId,
)
from sandbox.validate.modals import check_modal
from tests.bot.ui.messages import assert_harmless, constructs, labels, sent
from tests.bot.ui.things import cards, films, names, some
from tests.builders import ALICE, GUILD, NOW, a_film

KEY = FilmKey("own:hand-0123456789abcdef0123")
LINKS = [
    "https://discord.gg/abc",
    "https://evil.example/[x](y)",
    "http://a.example/_b_*c*",
    "https://x.example/" + "_" * 280,
]

links = st.none() | st.sampled_from(LINKS)
authors = st.none() | names.map(lambda name: Author(id=ALICE, name=name))


def an_own(film: Film, added_by: UserId | None = ALICE) -> OwnFilm:
    return OwnFilm(id=FilmId(1), guild_id=GUILD, film=film, added_by=added_by, written_by=added_by, added_at=NOW)


@some(40)
@given(cards(), links, authors)
def test_card_of_an_own_film_is_taken_and_nothing_of_it_is_live(
    card: FilmCard, link: str | None, adder: Author | None
) -> None:
    film = card.film.model_copy(update={"key": KEY, "link": link, "imdb_id": None, "wikidata_id": None})
    own = card.model_copy(update={"film": film, "own": an_own(film), "adder": adder})

    message = assert_harmless(film_card(own, "Night Owls"))

    assert "Edit film" in labels(message)
    assert "for this server" in message["embeds"][0]["footer"]["text"]


def test_link_is_spelt_out_and_is_no_link() -> None:
    film = a_film(key=KEY, imdb_id=None, link="https://discord.gg/abc")
    adder = Author(id=ALICE, name="A*")
    card = FilmCard(film=film, film_id=FilmId(1), score=Score(), newest=(), own=an_own(film), adder=adder)

    message = sent(film_card(card, "Night Owls"))

    assert "discord" in message["embeds"][0]["description"]
    assert constructs(message) == []
    assert "url" not in message["embeds"][0]
    assert message["embeds"][0]["footer"]["text"] == "Added by A* for this server"


@some(40)
@given(
    st.builds(OwnFilmForm, title=names, year=names, directors=names, synopsis=names, link=names),
    st.sampled_from([KEY, None]),
)
def test_form_is_taken_whatever_it_is_filled_with(form: OwnFilmForm, key: FilmKey | None) -> None:
    modal = film_form(form, SubmitFilm(draft=10**15 - 1, film=key)).to_dict()

    check_modal(modal)

    assert modal["title"] == ("Edit a film" if key else "Add a film by hand")


@some(60)
@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_submission_is_read(submission: object) -> None:
    assert isinstance(read_film_form(submission), OwnFilmForm)


@some(25)
@given(films, st.lists(films, min_size=1, max_size=30), names, authors)
def test_questions_and_answers_are_taken_and_harmless(
    film: Film, known: list[Film], typed: str, adder: Author | None
) -> None:
    plan = MergePlan(film_id=FilmId(10**15 - 1), film=film, into=known[0], reviews=3, both=2)
    merge = Merge(id=10**15 - 1, film=film, into=known[0], merged_at=NOW)

    for answer in (
        ask_merge(plan),
        merged(merge),
        unmerged(merge),
        ask_delete_film(film),
        film_not_found(FilmNotFound(typed), OpenFilmForm(draft=1)),
    ):
        assert_harmless(answer)

    distinct = list({one.key: one for one in known}.values())
    assert_harmless(already_there(distinct, 1))
    assert_harmless(pick_film(distinct, ChooseFilm(), OpenFilmForm(draft=1)))

    for choice in merge_choices([merge], ""):
        assert 1 <= limits.length(choice.name) <= limits.CHOICE_NAME

    page = OwnFilmPage(own=an_own(film), adder=adder, may_change=True, may_delete=True)
    message = sent(own_film_panel(page, {"marquee": 7}, is_moderator=True))
    assert set(constructs(message)) <= {"command", "emoji name", "timestamp"}
    assert labels(message) == ["Edit it", "Delete it"]


def test_merges_are_offered_by_what_is_typed() -> None:
    merges = [Merge(id=number, film=a_film(number), into=a_film(9), merged_at=NOW) for number in (1, 2)]

    assert [choice.value for choice in merge_choices(merges, "no. 2")] == ["2"]
    assert [choice.name for choice in merge_choices(merges, "")] == [
        "Film No. 1 (2013) → Film No. 9 (2013)",
        "Film No. 2 (2013) → Film No. 9 (2013)",
    ]


def test_form_that_can_not_be_kept_comes_back_whole() -> None:
    form = OwnFilmForm(title="Ours", synopsis="Every\nword @everyone", link="nonsense")

    answer = film_form_returned(form, StoreFailed("disk I/O error"), "ABCD1234")

    entered = b"Title: Ours\nSynopsis: Every\nword @everyone\nLink: nonsense\n"
    assert answer.attachment == Attachment("my-film.txt", entered)
    assert "ABCD1234" in answer.content

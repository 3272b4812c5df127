import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.own_film_forms import read_own_film, to_own_film_form
from data.errors import BadLink, BadYear, FactTooLong, FormRefused, NoTitle, TooManyDirectors
from data.models import Film, FilmKey, OwnFilmForm
from tests.bot.ui.things import some
from tests.bot.ui.written_text import hostile_texts

KEY = FilmKey("own:hand-0123456789")

typed = st.text(max_size=40) | hostile_texts | st.sampled_from(["", "1998", " 2013 ", "a, b ,a", "https://x.example/"])
forms = st.builds(OwnFilmForm, title=typed, year=typed, directors=typed, synopsis=typed, link=typed)


def read(**facts: str) -> Film:
    return read_own_film(OwnFilmForm.model_validate({"title": "Ours"} | facts), KEY)


@some(300)
@given(forms)
@example(OwnFilmForm(title="x" * 301))
@example(OwnFilmForm(title="x", link="https://[" + "x"))
@example(OwnFilmForm(title="x", link="https://x.example:99999/"))
def test_any_form_is_a_film_or_refused(form: OwnFilmForm) -> None:
    try:
        film = read_own_film(form, KEY)
    except FormRefused:
        return

    assert film.key == KEY
    assert read_own_film(to_own_film_form(film), KEY) == film


def test_facts_are_taken_as_they_are_meant() -> None:
    film = read(
        title="  Two\n words ",
        year=" 1998 ",
        directors="Rithy  Panh, ,rithy panh,\u200b, Agnès Varda ",
        synopsis=" It begins.\n\nIt ends. ",
        link=" HTTPS://Example.org/a?b=c#d ",
    )

    assert film == Film(
        key=KEY,
        title="Two words",
        year=1998,
        directors=("rithy panh", "Agnès Varda"),
        synopsis="It begins.\n\nIt ends.",
        link="https://Example.org/a?b=c#d",
    )


def test_what_is_left_empty_is_unknown() -> None:
    assert read(synopsis=" \u200b ") == Film(key=KEY, title="Ours")


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "\n"])
def test_title_has_to_be_seen(title: str) -> None:
    with pytest.raises(NoTitle):
        read(title=title)


@pytest.mark.parametrize("year", ["98", "1869", "2101", "19 98", "+1998", "1998.", "MCMXCVIII", "²⁰¹³"])
def test_year_is_one_that_a_film_can_be_from(year: str) -> None:
    with pytest.raises(BadYear):
        read(year=year)


@pytest.mark.parametrize("year", ["1870", "2100", "１９９８", "١٩٩٨"])
def test_year_may_be_written_in_any_script(year: str) -> None:
    assert read(year=year).year in {1870, 2100, 1998}


@pytest.mark.parametrize(
    "link",
    [
        "example.org",
        "ftp://example.org/",
        "javascript:alert(1)//https://example.org/",
        "https://",
        "https:///path",
        "https://localhost/",
        "https://name@example.org/",
        "https://example.org\\@evil.example/ x",
        "https://example.org/a b",
        "https://example.org/\u202egpj",
        "https://example.org/\nx",
        "https://example.org:nonsense/",
        "[x](https://example.org/)",
    ],
)
def test_link_is_the_address_of_a_page(link: str) -> None:
    with pytest.raises(BadLink):
        read(link=link)


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({"title": "x" * 301}, "title"),
        ({"directors": "x" * 101}, "director"),
        ({"synopsis": "x" * 1_001}, "synopsis"),
        ({"link": "https://example.org/" + "x" * 300}, "link"),
    ],
)
def test_what_is_too_long_is_named(facts: dict[str, str], fact: str) -> None:
    with pytest.raises(FactTooLong) as refused:
        read(**facts)

    assert refused.value.fact == fact


def test_more_directors_than_a_film_takes_are_counted() -> None:
    with pytest.raises(TooManyDirectors) as refused:
        read(directors=",".join(f"d{number}" for number in range(12)))

    assert refused.value.count == 12

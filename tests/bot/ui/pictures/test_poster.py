import hashlib
import subprocess
import sys

import pytest
from hypothesis import given

from bot.ui import limits
from bot.ui.limits import length
from bot.ui.pictures.colours import READABLE, contrast, palette_of
from bot.ui.pictures.poster import HEIGHT, WIDTH, draw_poster
from bot.ui.pictures.wording import wording_of
from data.catalogue.starter import read_films
from data.models import Film
from tests.bot.ui.messages import is_plain
from tests.bot.ui.pictures.scripts import FROM_RIGHT, TITLES, UNKNOWN, opened, pixel
from tests.bot.ui.things import films, some
from tests.builders import a_film
from tests.rounds import rounds

LARGEST = 25 * 1024
"""In bytes: as much as a small photograph."""

KNOWN = read_films()[:: max(1, len(read_films()) // rounds(40))]
"""Some of the starter films; all of them in `make prove`."""


class TestPicture:
    def test_posters_of_known_films_are_small_pictures_of_a_posters_form(self) -> None:
        posters = [draw_poster(film) for film in KNOWN]

        assert {opened(poster).size for poster in posters} == {(WIDTH, HEIGHT)}
        assert max(map(len, posters)) <= LARGEST
        assert HEIGHT / WIDTH == 1.5

    def test_every_film_has_a_poster_of_its_own(self) -> None:
        assert len({draw_poster(film) for film in KNOWN}) == len(KNOWN)

    def test_same_film_has_the_same_bytes_in_another_process(self) -> None:
        said = (
            "from tests.builders import a_film; from bot.ui.pictures.poster import draw_poster as d; import hashlib; "
        )
        said += "print(hashlib.sha256(d(a_film(title='Ran', genres=('War', 'Drama')))).hexdigest())"

        told = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True, text=True).stdout.strip()

        assert told == hashlib.sha256(draw_poster(a_film(title="Ran", genres=("War", "Drama")))).hexdigest()

    def test_letters_in_the_picture_can_be_read_on_its_ground(self) -> None:
        for film in KNOWN:
            image, palette = opened(draw_poster(film)), palette_of(film)
            ground = pixel(image, 2, HEIGHT - 3)
            foot = {pixel(image, x, y) for x in range(WIDTH) for y in range(HEIGHT - 60, HEIGHT)}
            best = max(contrast(ground, colour) for colour in foot)

            assert best >= READABLE
            assert contrast(ground, palette.ground) < 1.15

    @pytest.mark.parametrize("script", TITLES)
    def test_every_script_is_on_the_poster(self, script: str) -> None:
        film = a_film(title=TITLES[script], directors=(TITLES[script],))

        assert draw_poster(film) != draw_poster(film.model_copy(update={"title": UNKNOWN}))
        assert draw_poster(film) != draw_poster(film.model_copy(update={"directors": ()}))

    @pytest.mark.parametrize("script", ["Latin", *FROM_RIGHT])
    def test_letters_stand_on_the_side_from_which_they_are_read(self, script: str) -> None:
        film = a_film(title=TITLES[script], directors=())
        foot = opened(draw_poster(film)).crop((0, HEIGHT - 45, WIDTH, HEIGHT))
        ground = pixel(foot, 0, 44)
        written = [x for x in range(WIDTH) for y in range(45) if contrast(ground, pixel(foot, x, y)) > 2]

        assert (min(written) > WIDTH / 2) is (script in FROM_RIGHT)
        assert (max(written) < WIDTH / 2) is (script not in FROM_RIGHT)

    @given(film=films)
    @some(60)
    def test_anything_that_a_film_can_be_is_drawn(self, film: Film) -> None:
        poster = draw_poster(film)

        assert opened(poster).size == (WIDTH, HEIGHT)
        assert len(poster) <= 2 * LARGEST
        assert draw_poster(film) == poster

    @pytest.mark.parametrize(
        "text", ["W" * 300, "漢" * 300, "e" + "\u0301" * 299, "a " * 150, "\u202e" * 300, "😀" * 300]
    )
    def test_extremes_are_drawn(self, text: str) -> None:
        film = a_film(title=text, directors=(text * 40,) * 50, other_titles=(text,) * 50)

        assert opened(draw_poster(film)).size == (WIDTH, HEIGHT)


class TestWording:
    def test_poster_says_who_made_what_and_when(self) -> None:
        film = a_film(title="The Missing Picture", directors=("Rithy Panh",), year=2013)

        assert wording_of(film).alt_text == "Drawn poster: The Missing Picture, 2013, directed by Rithy Panh"

    def test_what_is_not_known_leaves_no_gap(self) -> None:
        assert wording_of(a_film(title="Ran", year=None)).alt_text == "Drawn poster: Ran"

    def test_many_directors_are_not_all_named(self) -> None:
        wording = wording_of(a_film(title="Paris", year=None, directors=tuple("ABCDE")))

        assert wording.credit == "A, B, C …"
        assert wording.alt_text == "Drawn poster: Paris, directed by A, B, C and others"

    def test_title_that_no_font_has_gives_way_to_another(self) -> None:
        film = a_film(title=UNKNOWN, original_title=f"{UNKNOWN}!", other_titles=("Sinuhe",))

        assert wording_of(film).title == "Sinuhe"

    def test_where_no_title_can_be_written_whole_what_can_be_is(self) -> None:
        assert wording_of(a_film(title=f"{UNKNOWN} 1960", directors=(UNKNOWN,), year=None)).alt_text == (
            "Drawn poster: 1960"
        )

    def test_film_of_which_nothing_can_be_written_still_has_a_poster(self) -> None:
        film = a_film(title=UNKNOWN, year=None)

        assert wording_of(film).alt_text == "Drawn poster"
        assert opened(draw_poster(film)).size == (WIDTH, HEIGHT)

    @given(film=films)
    @some(100)
    def test_alt_text_of_any_film_is_harmless_and_fits(self, film: Film) -> None:
        said = wording_of(film).alt_text

        assert is_plain(said)
        assert 0 < length(said) <= limits.ALT_TEXT

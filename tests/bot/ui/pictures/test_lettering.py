from collections.abc import Iterator

import pytest
from hypothesis import given
from PIL import features

from bot.ui.pictures import faces as typefaces
from bot.ui.pictures.blocks import MOST_LINES, Block, cut, fitted
from bot.ui.pictures.faces import NOTE_WEIGHT, SPARTAN, TITLE_WEIGHT, faces, han_of
from bot.ui.pictures.lettering import (
    ELLIPSIS,
    LONGEST,
    can_write,
    clusters,
    is_from_right,
    line_of,
    readied,
    words,
    writable,
)
from data.catalogue.starter import read_films
from tests.bot.ui.pictures.scripts import FROM_RIGHT, TITLES, UNKNOWN
from tests.bot.ui.things import names, some

WIDTH, HEIGHT, SIZES = 348, 262, range(104, 22, -2)
FACES = faces(TITLE_WEIGHT)


def lacks_raqm(feature: str) -> bool:
    return feature != "raqm"


def lines_of(block: Block) -> list[str]:
    return ["".join(text for text, _ in line.runs) for line in block.lines]


def set_as_title(text: str) -> Block:
    return fitted(text, FACES, WIDTH, HEIGHT, SIZES)


class TestFaces:
    @pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
    @pytest.mark.parametrize("weight", [TITLE_WEIGHT, NOTE_WEIGHT])
    def test_every_script_has_a_glyph_for_everything(self, title: str, weight: int) -> None:
        line = line_of(readied(title), faces(weight))

        assert all(face.has(text) for text, face in line.runs)
        assert sorted("".join(text for text, _ in line.runs)) == sorted(readied(title))

    @pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
    def test_every_script_leaves_ink(self, title: str) -> None:
        line = line_of(readied(title), FACES)

        assert line.width(40) > 20
        assert line.above(40) + line.below(40) > 12

    def test_a_script_without_a_font_is_known_as_such(self) -> None:
        assert not can_write(UNKNOWN, FACES)

    def test_letters_of_a_title_are_of_one_face_where_one_has_them_all(self) -> None:
        assert len(line_of("七人の侍, 1954", FACES).runs) == 1

    def test_bolder_letters_are_wider(self) -> None:
        assert line_of("Stalker", faces(900)).width(50) > line_of("Stalker", faces(400)).width(50)

    def test_chinese_characters_follow_the_language(self) -> None:
        indexes = {
            line_of("直", faces(TITLE_WEIGHT, han_of((language,)))).runs[0][1].index
            for language in ("Japanese", "Mandarin", "Hokkien", "Cantonese")
        }

        assert len(indexes) == 4
        assert han_of(("English",)) == han_of(()) == han_of(("Japanese",))

    def test_a_face_whose_package_is_missing_writes_nothing(self) -> None:
        face = typefaces.Face("no_such_package", "x.ttf")

        assert not face.has("a")
        assert can_write("Ran", (face, *FACES))


class TestWithoutShaping:
    @pytest.fixture(autouse=True)
    def no_raqm(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Pillow as it is where raqm could not be had."""
        monkeypatch.setattr(features, "check", lacks_raqm)
        typefaces.is_shaping.cache_clear()
        faces.cache_clear()
        yield
        typefaces.is_shaping.cache_clear()
        faces.cache_clear()

    def test_scripts_that_would_be_wrong_are_not_written(self) -> None:
        assert not any(can_write(TITLES[script], faces(TITLE_WEIGHT)) for script in (*FROM_RIGHT, "Bengali", "Khmer"))

    def test_joiners_that_would_be_seen_are_left_out(self) -> None:
        assert readied("👩\u200d👧 ⚔\ufe0f") == "👩👧 ⚔"

    def test_all_others_are(self) -> None:
        assert all(can_write(TITLES[script], faces(TITLE_WEIGHT)) for script in ("Latin", "Thai", "Japanese", "Korean"))


class TestText:
    @given(text=names)
    @some(200)
    def test_any_text_becomes_a_bounded_line_that_can_be_written(self, text: str) -> None:
        written = writable(readied(text), FACES)

        assert len(written) <= 4 * LONGEST
        assert can_write(written, FACES)
        assert written == " ".join(written.split())

    @given(text=names)
    @some(200)
    def test_clusters_and_words_put_together_are_the_text(self, text: str) -> None:
        assert "".join(clusters(text)) == "".join(words(text)) == text

    def test_marks_stay_with_their_letters(self) -> None:
        assert clusters("e\u0301ta\u0308") == ["e\u0301", "t", "a\u0308"]

    def test_controls_and_turns_of_direction_are_gone(self) -> None:
        assert readied("\u202eev\u0000il\u2066 ex\u200fe") == "evil exe"

    def test_flood_of_marks_is_cut(self) -> None:
        assert len(readied("e" + "\u0301" * 5000)) <= 6

    def test_letters_in_disguise_are_written_plainly(self) -> None:
        assert writable("𝕳𝖊𝖑𝖑𝖔", FACES) == "Hello"

    def test_mark_that_no_face_has_leaves_its_letter(self) -> None:
        assert writable("a\u1ab0b", (SPARTAN,)) == "ab"

    @pytest.mark.parametrize("script", TITLES)
    def test_direction_is_that_of_the_first_letter(self, script: str) -> None:
        assert is_from_right(f"8 {TITLES[script]}") is (script in FROM_RIGHT)

    def test_runs_of_a_line_from_the_right_stand_in_that_order(self) -> None:
        line = line_of("نور Shadow", FACES)

        assert [text.strip() for text, _ in line.runs] == ["Shadow", "نور"] or len(line.runs) == 1


class TestBreaking:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("The Missing Picture", ["The ", "Missing ", "Picture"]),
            ("Spider-Man", ["Spider-", "Man"]),
            ("七人の侍", ["七", "人", "の", "侍"]),
            ("「侍」だ。", ["「侍」", "だ。"]),
            ("ลุง บุญมี", ["ลุง ", "บุญมี"]),
            ("기생충 하나", ["기생충 ", "하나"]),
        ],
    )
    def test_lines_break_where_the_script_allows(self, text: str, pieces: list[str]) -> None:
        assert words(text) == pieces

    def test_no_word_of_a_known_film_is_cut(self) -> None:
        for film in read_films():
            broken = lines_of(set_as_title(film.title))

            assert " ".join(broken).replace("- ", "-").split() == film.title.replace("- ", "-").split()

    def test_words_stay_whole_where_smaller_letters_help(self) -> None:
        assert lines_of(set_as_title("Donaudampfschifffahrt")) == ["Donaudampfschifffahrt"]

    def test_word_that_fits_in_no_size_is_broken_and_nothing_lost(self) -> None:
        word = "Elektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

        broken = lines_of(set_as_title(word))

        assert len(broken) > 1
        assert "".join(broken) == word

    def test_what_is_too_long_for_all_lines_ends_in_dots_after_a_word(self) -> None:
        text = "assassination " * 17

        *_, last = broken = lines_of(set_as_title(text.strip()))

        assert len(broken) == MOST_LINES
        assert last.endswith(f"assassination{ELLIPSIS}")

    @pytest.mark.parametrize("script", TITLES)
    def test_long_word_of_any_script_is_cut_after_some_of_its_letters(self, script: str) -> None:
        word = readied(TITLES[script].replace(" ", "") * 8)

        line = cut(word, FACES, 36, 300)

        assert 100 < line.width(36) <= 300
        assert any(ELLIPSIS in text for text, _ in line.runs)

    def test_no_more_lines_are_filled_than_asked_for(self) -> None:
        broken = lines_of(fitted("assassination " * 9, FACES, WIDTH, HEIGHT, (36,), most_lines=2))

        assert len(broken) == 2
        assert broken[-1].endswith(ELLIPSIS)

    def test_lines_are_as_even_as_they_can_be(self) -> None:
        block = fitted("The Good the Bad and the Ugly", FACES, WIDTH, HEIGHT, (48,))

        assert lines_of(block) == ["The Good", "the Bad and", "the Ugly"]

    @given(text=names)
    @some(150)
    def test_any_text_fits(self, text: str) -> None:
        block = set_as_title(writable(readied(text), FACES))

        assert len(block.lines) <= MOST_LINES
        assert all(line.width(block.size) <= WIDTH * 1.1 for line in block.lines)

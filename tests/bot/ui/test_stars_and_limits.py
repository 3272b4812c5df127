import pytest

from bot.ui import limits
from bot.ui.stars import bars, in_words, mean_in_words, stars, stars_of_mean, tenths_of_mean


@pytest.mark.parametrize(
    ("rating", "expected"),
    [(1, "½"), (2, "★"), (3, "★\u2060½"), (9, "★\u2060★\u2060★\u2060★\u2060½"), (10, "★\u2060★\u2060★\u2060★\u2060★")],
)
def test_stars_are_joined_so_that_they_never_wrap(rating: int, expected: str) -> None:
    assert stars(rating) == expected


@pytest.mark.parametrize(("rating", "expected"), [(1, "0.5 out of 5"), (8, "4 out of 5"), (9, "4.5 out of 5")])
def test_a_rating_can_be_said_in_words(rating: int, expected: str) -> None:
    assert in_words(rating) == expected


@pytest.mark.parametrize("rating", [-1, 0, 11])
def test_there_is_no_rating_outside_half_to_five_stars(rating: int) -> None:
    for say in (stars, in_words, stars_of_mean, mean_in_words, tenths_of_mean):
        with pytest.raises(ValueError, match=str(rating)):
            say(rating)


@pytest.mark.parametrize(("mean", "nearest"), [(1.0, 1), (7.49, 7), (7.5, 8), (8.5, 9), (9.75, 10), (10.0, 10)])
def test_a_mean_is_shown_as_the_nearest_half_star(mean: float, nearest: int) -> None:
    assert stars_of_mean(mean) == stars(nearest)


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (8.0, "4.0 out of 5"),
        (8.5, "4.3 out of 5"),
        (8.49, "4.2 out of 5"),
        (8.3, "4.2 out of 5"),
        (10.0, "5.0 out of 5"),
    ],
)
def test_a_mean_has_one_decimal(mean: float, expected: str) -> None:
    assert mean_in_words(mean) == expected


def test_a_histogram_has_a_line_for_each_step_that_was_given_best_first() -> None:
    assert bars([0, 1, 0, 0, 1, 0, 0, 4, 30, 10]).splitlines() == [
        "` 5 ★ 10` ███▍",
        "`4½ ★ 30` ██████████",
        "` 4 ★  4` █▍",
        "`2½ ★  1` ▍",
        "` 1 ★  1` ▍",
    ]


def test_any_rating_at_all_leaves_a_trace() -> None:
    assert bars([1, 0, 0, 0, 0, 0, 0, 0, 0, 10_000]).endswith("` ½ ★      1` ▏")


def test_a_histogram_of_many_millions_fits_in_a_field() -> None:
    assert limits.length(bars([999_999_999] * 10)) <= 300 < limits.EMBED_FIELD_VALUE


def test_a_histogram_of_nothing_says_so() -> None:
    assert bars([0] * 10) == "No ratings yet."


@pytest.mark.parametrize("counts", [[], [1] * 9, [1] * 11, [*([1] * 9), -1]])
def test_a_histogram_has_ten_counts(counts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"\["):
        bars(counts)


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("abc", 3), ("é映", 2), ("😀", 2), ("\ud800", 1)])
def test_length_never_counts_fewer_than_discord_may(text: str, expected: int) -> None:
    assert limits.length(text) == expected

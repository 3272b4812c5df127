"""Where everything stands in a ranking's picture, by how many films it has: the fewer, the larger each."""

from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 900
"""In pixels: three times as many as a client gives a picture, so that it is sharp on a phone."""

MARGIN = 48
_TOP = 176
"""Where the films begin, below the heading."""

_FOOT = 28


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in pixels."""

    rows: int
    row_height: int
    poster_height: int
    place_width: int
    """The column of places, and of what moved."""

    place_size: int
    moved_size: int
    title_sizes: tuple[int, ...]
    """For a title on one line, the largest first."""

    wrapped_sizes: tuple[int, ...]
    """For a title on several lines, the largest first."""

    most_lines: int
    star_size: int
    figure_size: int
    count_size: int
    gap: int
    """Between poster and text."""

    is_count_below: bool
    """Whether the number of ratings stands on a line of its own."""

    @property
    def top(self) -> int:
        """Where the first row begins: all of them stand in the middle of what is free."""
        return _TOP + (HEIGHT - _FOOT - _TOP - self.rows * self.row_height) // 2

    @property
    def poster_width(self) -> int:
        """A poster is 2 : 3."""
        return round(self.poster_height * 2 / 3)

    @property
    def poster_left(self) -> int:
        """Where posters begin."""
        return MARGIN + self.place_width

    @property
    def text_left(self) -> int:
        """Where titles and stars begin."""
        return self.poster_left + self.poster_width + self.gap

    @property
    def text_width(self) -> int:
        """How wide a title can be."""
        return WIDTH - MARGIN - self.text_left

    @property
    def title_height(self) -> int:
        """How high a title can be: what stars, and perhaps the number of ratings, leave of the row's height."""
        return self.row_height - 2 - self.below_title

    @property
    def below_title(self) -> int:
        """How much of the height is taken by what stands below a title, and the gaps between."""
        count = self.count_size + self.line_gap if self.is_count_below else 0
        return self.line_gap + self.star_size + count

    @property
    def line_gap(self) -> int:
        """Between title and stars."""
        return round(self.star_size * 0.42)


def layout_of(rows: int) -> Layout:
    """The layout for so many films, 1 to 5."""
    return next(layout for layout in _LAYOUTS if layout.rows >= rows)


_LAYOUTS = (
    Layout(
        rows=1,
        row_height=690,
        poster_height=570,
        place_width=130,
        place_size=150,
        moved_size=54,
        title_sizes=(76, 70),
        wrapped_sizes=(76, 68, 60, 54, 48),
        most_lines=5,
        star_size=66,
        figure_size=84,
        count_size=56,
        gap=42,
        is_count_below=True,
    ),
    Layout(
        rows=2,
        row_height=346,
        poster_height=318,
        place_width=136,
        place_size=136,
        moved_size=52,
        title_sizes=(68, 62),
        wrapped_sizes=(62, 56),
        most_lines=2,
        star_size=58,
        figure_size=72,
        count_size=50,
        gap=40,
        is_count_below=True,
    ),
    Layout(
        rows=3,
        row_height=232,
        poster_height=210,
        place_width=128,
        place_size=108,
        moved_size=46,
        title_sizes=(62, 56),
        wrapped_sizes=(54, 48),
        most_lines=2,
        star_size=54,
        figure_size=64,
        count_size=46,
        gap=34,
        is_count_below=False,
    ),
    Layout(
        rows=4,
        row_height=174,
        poster_height=156,
        place_width=118,
        place_size=90,
        moved_size=42,
        title_sizes=(52, 47),
        wrapped_sizes=(42,),
        most_lines=2,
        star_size=42,
        figure_size=52,
        count_size=40,
        gap=30,
        is_count_below=False,
    ),
    Layout(
        rows=5,
        row_height=139,
        poster_height=126,
        place_width=112,
        place_size=76,
        moved_size=38,
        title_sizes=(46, 42),
        wrapped_sizes=(36,),
        most_lines=2,
        star_size=36,
        figure_size=46,
        count_size=38,
        gap=28,
        is_count_below=False,
    ),
)

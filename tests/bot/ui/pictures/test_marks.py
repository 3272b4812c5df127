import pytest
from PIL import Image, ImageChops

from bot.ui.pictures.marks import MOST_TENTHS, arrow_mask, filled_to, star_mask, star_masks

SIZE = 36


def ink(mask: Image.Image) -> int:
    """How much of a mask is opaque, in opaque pixels."""
    return sum(level * count for level, count in enumerate(mask.histogram())) // 255


class TestStars:
    @pytest.mark.parametrize("tenths", range(MOST_TENTHS + 1))
    def test_full_and_empty_parts_together_are_five_stars(self, tenths: int) -> None:
        full, empty = star_masks(tenths, SIZE)

        assert ImageChops.add(full, empty).tobytes() == star_mask(SIZE).tobytes()

    def test_each_whole_star_is_a_fifth(self) -> None:
        shares = [ink(star_masks(stars * 10, SIZE)[0]) / ink(star_mask(SIZE)) for stars in range(6)]

        assert shares == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1], abs=0.01)

    def test_half_a_star_is_half_of_its_ink(self) -> None:
        assert ink(star_masks(5, SIZE)[0]) / ink(star_masks(10, SIZE)[0]) == pytest.approx(0.5, abs=0.05)

    def test_each_tenth_shows_more_than_the_one_before(self) -> None:
        filled = [filled_to(tenths, SIZE) for tenths in range(MOST_TENTHS + 1)]

        assert filled == sorted(set(filled))
        assert filled[0] == 0
        assert filled[MOST_TENTHS] <= star_mask(SIZE).width

    def test_what_is_beyond_five_stars_is_five(self) -> None:
        assert filled_to(60, SIZE) == filled_to(50, SIZE)
        assert filled_to(-1, SIZE) == 0


def test_arrows_point_up_and_down() -> None:
    up, down = arrow_mask(30, is_up=True), arrow_mask(30, is_up=False)
    half = up.height // 2

    assert ink(up.crop((0, 0, 30, half))) < ink(up.crop((0, half, 30, up.height)))
    assert up.transpose(Image.Transpose.FLIP_TOP_BOTTOM).tobytes() == down.tobytes()

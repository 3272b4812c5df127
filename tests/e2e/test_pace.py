"""How fast members may write, as those who run the bot have set it."""

from pathlib import Path

from tests.e2e.process import bot_on, fresh_sandbox, texts
from tests.e2e.scenes import write_review
from tests.e2e.stage import member
from tests.e2e.world import ALICE, BOB


async def test_second_review_of_a_day_waits_where_one_is_allowed(tmp_path: Path) -> None:
    async with (
        fresh_sandbox() as sandbox,
        bot_on(sandbox, tmp_path, REVIEWS_PER_DAY="1"),
        member(sandbox, ALICE) as alice,
        member(sandbox, BOB) as bob,
    ):
        first = await write_review(alice, "Metropolis", text="The first.")
        second = await write_review(alice, "Persona", text="The second.")
        another = await write_review(bob, "Persona", text="Another member's.")

    assert not first.is_private
    assert second.is_private
    assert not another.is_private
    assert texts(tmp_path) == ["The first.", "Another member's."]

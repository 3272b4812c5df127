"""What an import holds in memory: little for each viewing, however many there are."""

import tracemalloc

from tests.bot.services.round_trips import a_town
from tests.data.letterboxd.accounts import an_account
from tests.rounds import rounds

ENTRIES = rounds(300, 5_000)
AT_ALL_BYTES, OF_ENTRY_BYTES = 3_000_000, 6_000
"""For 5,000 viewings that is 33 MB, a fraction of what an import may take: what SQLite holds is not counted."""


async def test_an_import_holds_little_in_memory() -> None:
    async with a_town() as town:
        # What is made once, for the first import.
        await town.bring(an_account(1, 5, 5).zip())
        data = an_account(2, ENTRIES, ENTRIES * 2 // 5).zip()
        tracemalloc.start()

        try:
            await town.bring(data)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert peak < AT_ALL_BYTES + ENTRIES * OF_ENTRY_BYTES

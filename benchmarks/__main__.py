"""`python -m benchmarks`: every figure, each beside what it is to be compared with."""

import argparse
import asyncio
import platform
import tempfile
from pathlib import Path

from benchmarks.browsing import SIZES, compare_sizes
from benchmarks.commands import compare_commands
from benchmarks.digests import measure_digests
from benchmarks.drawing import time_boards, time_posters
from benchmarks.importing import measure_importing
from benchmarks.posting import measure_posting
from benchmarks.searching import measure_searching


async def measure(folder: Path, largest: int) -> None:
    """Print every figure."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, sandbox on loopback\n")
    await compare_commands(folder)
    await time_posters()
    await time_boards()
    print()
    await compare_sizes(folder, [*(size for size in SIZES if size < largest), largest])
    print()
    await measure_digests(folder)
    await measure_importing(folder)
    print()
    posting = folder / "posting"
    posting.mkdir()
    await measure_posting(posting)


def main() -> None:
    """Measure in a folder of its own, which is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how fast the bot is.")
    parser.add_argument(
        "--largest",
        type=int,
        default=max(SIZES),
        metavar="REVIEWS",
        help="how many reviews the largest store has (10000000 takes some ten minutes and 7 GB)",
    )
    largest: int = parser.parse_args().largest

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), largest))
        print()
        # It has event loops of its own: most of what it measures needs none.
        measure_searching(Path(folder))


if __name__ == "__main__":
    main()

"""`python -m bot catalogue …` under its operator's hands: imports, refusals, kills, and a bot that runs meanwhile."""

import asyncio
import os
import random
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import pytest

from data.catalogue.bulk.importing import only_one
from tests.data.catalogue.bulk.files import MISSING_PICTURE, an_export_line, write_csv, write_export, write_imdb
from tests.e2e.driver import Member
from tests.e2e.process import (
    PROJECT,
    READY_WITHIN_S,
    BotProcess,
    Ended,
    bot_on,
    bot_process,
    fresh_sandbox,
    run,
)
from tests.e2e.scenes import write_review
from tests.e2e.stage import member
from tests.e2e.world import ALICE
from tests.rounds import rounds

CATALOGUE = Path("var/catalogue.db")
SEED = 20261128
QUIET = {"LOG_LEVEL": "WARNING"}

OLD = "title,year,imdb_id,directors\nThe Old Harbour,1999,tt0000001,Ann Other\n"
MANY = "title,year,tmdb_id\n" + "".join(f"A Harbour No. {n},2001,{n}\n" for n in range(1, 40_001))
"""Enough films for an import to take a second or two."""


async def catalogue(folder: Path, *arguments: str, **environment: str) -> Ended:
    """What comes of a command line that begins with `catalogue`."""
    return await run(folder, "catalogue", *arguments, **(QUIET | environment))


async def with_an_old_one(folder: Path) -> None:
    """Let a small catalogue be there."""
    write_csv(folder, OLD, name="old.csv")
    ended = await catalogue(folder, "import", "csv", "old.csv")
    assert ended.code == 0, ended


def importing(folder: Path) -> AbstractAsyncContextManager[BotProcess]:
    """An import of `films.csv` at work."""
    return bot_process(folder, "catalogue", "import", "csv", "films.csv", **QUIET)


async def with_little_room(folder: Path, *arguments: str) -> Ended:
    """The same where no file may grow beyond 200 KB, as on a disk that is full."""
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", 'ulimit -f 400; exec "$0" -m bot catalogue "$@"', sys.executable, *arguments),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **QUIET},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def offered_at_last(person: Member, typed: str, choice: str) -> list[str]:
    """The choices, once that one is among them."""
    async with asyncio.timeout(READY_WITHIN_S):
        while choice not in (offered := await person.complete("film", title=typed)):  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.1)

        return offered


def assert_refused(ended: Ended, *said: str) -> None:
    """It ended with code 2 and words, those among them."""
    assert ended.code == 2, ended
    assert "Traceback" not in ended.err

    for words in said:
        assert words in ended.err.splitlines()[-1]


async def test_imdbs_films_are_imported_and_found(tmp_path: Path) -> None:
    write_imdb(tmp_path / "imdb", {"title.basics": [MISSING_PICTURE, "rubbish"], "title.ratings": []})

    imported = await catalogue(tmp_path, "import", "imdb", "imdb")
    found = await catalogue(tmp_path, "search", "image", "manquante")

    assert imported.code == 0
    assert "title.akas.tsv.gz is not there: the films will have no other titles." in imported.out
    assert f"{CATALOGUE}: 1 film with 2 titles from IMDb's datasets" in imported.out
    assert "1 row left out:\n  title.basics.tsv.gz, line 3: there are 1 columns, not 9" in imported.out
    assert "non-commercial use only" in imported.out
    assert "title.basics.tsv.gz: 100%" in imported.err
    assert found.code == 0
    assert found.out.startswith(" 1. The Missing Picture (2013)")
    assert "[imdb:tt2852470]" in found.out


async def test_tmdbs_export_is_imported_with_its_attribution(tmp_path: Path) -> None:
    write_export(tmp_path, [an_export_line(2, "Ariel"), an_export_line(3, "Ariel, unseen", adult=True)])

    imported = await catalogue(tmp_path, "import", "tmdb-export", "movie_ids_11_20_2026.json.gz")

    assert imported.code == 0
    assert "1 film with 1 title from TMDB's id export" in imported.out
    assert "not endorsed or certified by TMDB" in imported.out


async def test_status_without_a_catalogue_says_how_to_get_one(tmp_path: Path) -> None:
    told = await catalogue(tmp_path, "status")

    assert told.code == 0
    assert f"{CATALOGUE} is not there" in told.out
    assert "catalogue import imdb FOLDER" in told.out
    assert "starter catalogue: " in told.out
    assert list(tmp_path.iterdir()) == []


async def test_status_says_what_is_in_use(tmp_path: Path) -> None:
    write_csv(tmp_path, OLD)
    await catalogue(tmp_path, "import", "csv", "films.csv", CATALOGUE_PATH="elsewhere/films.db")

    told = await catalogue(tmp_path, "status", CATALOGUE_PATH="elsewhere/films.db")

    assert "elsewhere/films.db: 1 film with 1 title" in told.out
    assert "from a table of your own (films.csv)" in told.out


async def test_a_search_shows_the_best_known_first_among_films_that_fit_alike(tmp_path: Path) -> None:
    write_csv(
        tmp_path, "title,year,directors,popularity\nHarbour Lights,1950,,1\nHarbour Lights,2001,Ann Other|B. Third,9\n"
    )
    await catalogue(tmp_path, "import", "csv", "films.csv")

    found = await catalogue(tmp_path, "search", "harbour", "lights")
    nothing = await catalogue(tmp_path, "search", "zzzz", "qqqq")

    first, second, *_, last = found.out.splitlines()
    assert first.startswith(" 1. Harbour Lights (2001) · Ann Other, B. Third  [own:csv-harbour-lights-2001-")
    assert second.startswith(" 2. Harbour Lights (1950)  [own:csv-harbour-lights-1950-")
    assert " films in " in last
    assert (nothing.code, nothing.out.startswith("0 films in ")) == (1, True)


async def test_status_of_a_file_of_something_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / CATALOGUE).write_text("Dear diary, " * 1_000)

    assert_refused(await catalogue(tmp_path, "status"), f"The catalogue {CATALOGUE} can't be used", "Import it again")


async def test_status_tells_of_an_import_that_was_broken_off(tmp_path: Path) -> None:
    await with_an_old_one(tmp_path)
    (tmp_path / f"{CATALOGUE}.staging").write_bytes(b"half of it")

    told = await catalogue(tmp_path, "status")

    assert "was broken off and left catalogue.db.staging" in told.out


async def test_a_removed_catalogue_finds_nothing_any_more(tmp_path: Path) -> None:
    await with_an_old_one(tmp_path)

    removed = await catalogue(tmp_path, "remove")
    found = await catalogue(tmp_path, "search", "the old harbour")

    assert (removed.code, "is removed" in removed.out) == (0, True)
    assert "The Old Harbour" not in found.out


async def test_a_damaged_file_is_named_with_its_line_and_the_old_catalogue_stays(tmp_path: Path) -> None:
    await with_an_old_one(tmp_path)
    path = write_export(tmp_path, [an_export_line(n) for n in range(1, 5_000)])
    path.write_bytes(path.read_bytes()[:-2_000])

    refused = await catalogue(tmp_path, "import", "tmdb-export", path.name)
    found = await catalogue(tmp_path, "search", "the old harbour")

    assert_refused(refused, f"{path.name} can't be used in line ", "cut off", "Nothing was changed")
    assert "The Old Harbour (1999) · Ann Other  [imdb:tt0000001]" in found.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("imdb", "nowhere"), "nowhere can't be read: there is no such folder"),
        (("imdb", "."), "title.basics.tsv.gz can't be read: there is no such file"),
        (("csv", "nowhere.csv"), "nowhere.csv can't be read"),
        (("tmdb-export", "."), "can't be read"),
    ],
)
async def test_what_is_not_there_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert_refused(await catalogue(tmp_path, "import", *arguments), said)


async def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path, "title,stars\nAriel,5\n")

    assert_refused(await catalogue(tmp_path, "import", "csv", "films.csv"), "there is no column 'stars'")


async def test_a_full_disk_is_said(tmp_path: Path) -> None:
    write_csv(tmp_path, MANY)

    ended = await with_little_room(tmp_path, "import", "csv", "films.csv")

    assert_refused(ended, "can't be written", "room on the disk")
    assert not (tmp_path / CATALOGUE).exists()


async def test_a_second_import_is_refused_while_one_is_at_work(tmp_path: Path) -> None:
    await with_an_old_one(tmp_path)

    with only_one(tmp_path / CATALOGUE):
        refused = await catalogue(tmp_path, "import", "csv", "old.csv")
        told = await catalogue(tmp_path, "status")

    assert_refused(refused, "Another import is at work on var/catalogue.db")
    assert "An import is at work at this moment." in told.out


@pytest.mark.parametrize(("number", "code"), [(SIGINT, 130), (SIGTERM, -SIGTERM)])
async def test_an_import_that_is_ended_by_a_signal_leaves_the_old_catalogue(
    tmp_path: Path, number: Signals, code: int
) -> None:
    await with_an_old_one(tmp_path)
    write_csv(tmp_path, MANY)

    async with importing(tmp_path) as process:
        await process.says("Reading films.csv")
        process.send(number)
        ended = await process.ended()

    found = await catalogue(tmp_path, "search", "the old harbour")
    assert ended.code == code
    assert "Traceback" not in ended.err
    assert "The Old Harbour (1999)" in found.out


@pytest.mark.timeout(rounds(60))
async def test_killed_at_any_moment_an_import_leaves_the_old_catalogue_or_the_new_one(tmp_path: Path) -> None:
    luck = random.Random(SEED)
    write_csv(tmp_path, MANY)
    await with_an_old_one(tmp_path)

    for number in range(rounds(2)):
        async with importing(tmp_path) as process:
            delay_s = luck.uniform(0.3, 4.5)
            print(f"round {number} of seed {SEED}: killed after {delay_s:.2f} s")  # noqa: T201  (shown on failure)
            await asyncio.sleep(delay_s)
            await process.kill()

        old, new = [await catalogue(tmp_path, "search", words) for words in ("the old harbour", "a harbour no. 777")]
        assert ("The Old Harbour (1999)" in old.out) != ("A Harbour No. 777 (2001)" in new.out)
        await with_an_old_one(tmp_path)
        assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["catalogue.db", "catalogue.db.lock"]


async def test_a_running_bot_offers_the_films_of_a_new_catalogue_without_a_restart(tmp_path: Path) -> None:
    write_csv(tmp_path, OLD)

    async with fresh_sandbox() as sandbox, bot_on(sandbox, tmp_path) as bot, member(sandbox, ALICE) as alice:
        before = await alice.complete("film", title="the old harbour")
        imported = await catalogue(tmp_path, "import", "csv", "films.csv")
        after = await offered_at_last(alice, "the old harbour", "The Old Harbour (1999) · Ann Other")
        card = await alice.slash("film", title="the old harbour")
        is_running = bot.is_running

    assert imported.code == 0
    assert not any("Old Harbour" in choice for choice in before)
    assert after[0] == "The Old Harbour (1999) · Ann Other"
    assert "The Old Harbour (1999)" in card.text
    assert is_running


async def test_what_a_server_reviewed_keeps_its_buttons_through_imports(tmp_path: Path) -> None:
    write_csv(tmp_path, "title,year,tmdb_id\nThe Old Harbour,1999,77\n", name="first.csv")
    write_csv(tmp_path, "title,year,imdb_id\nAnother Film,2001,tt0000009\n", name="without.csv")
    write_csv(tmp_path, "title,year,imdb_id,tmdb_id\nThe Old Harbour,1999,tt0000001,77\n", name="renamed.csv")

    async with fresh_sandbox() as sandbox, member(sandbox, ALICE) as alice:
        await catalogue(tmp_path, "import", "csv", "first.csv")

        async with bot_on(sandbox, tmp_path):
            choice = (await alice.choices("film", title="the old harbour"))[0]["value"]
            card = await alice.slash("film", title=choice)
            await write_review(alice, film=choice, text="Nets and rust.")

        for name in ("without.csv", "renamed.csv", "without.csv"):
            await catalogue(tmp_path, "import", "csv", name)

            async with bot_on(sandbox, tmp_path):
                chosen = await alice.slash("film", title=choice)
                reviews = await alice.click(card.message, "See all reviews")

            assert "The Old Harbour (1999)" in chosen.text, name
            assert "Nets and rust." in chosen.text, name
            assert "Nets and rust." in reviews.text, name

    assert choice == "tmdb:77"

"""The bot as its operator runs it, with a provider set."""

from pathlib import Path
from signal import SIGTERM

from tests.e2e.process import bot_on, fresh_sandbox, run
from tests.e2e.scenes import FILM
from tests.e2e.stage import member
from tests.e2e.world import ALICE
from tests.providers.stand_in import StandIn
from tests.providers.tmdb_server import TOKEN, failure
from tests.providers.watching import becomes, thumbnail

WORD = "tests-only-secret-word"


async def test_bot_with_a_token_in_its_environment_shows_posters(tmp_path: Path, tmdb_server: StandIn) -> None:
    async with (
        fresh_sandbox() as sandbox,
        bot_on(sandbox, tmp_path, TMDB_TOKEN=TOKEN, TMDB_URL=tmdb_server.url, LOG_LEVEL="DEBUG") as bot,
        member(sandbox, ALICE) as alice,
    ):
        card = await alice.slash("film", title=FILM)
        message = await becomes(alice, card, lambda text: "Where to watch" in text)
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert thumbnail(message) == "https://image.tmdb.org/t/p/w342/p1ctur3.jpg"
    assert TOKEN not in ended.out + ended.err


async def test_refused_token_is_told_by_the_log_without_the_token(tmp_path: Path, tmdb_server: StandIn) -> None:
    tmdb_server.says(failure(7))

    async with (
        fresh_sandbox() as sandbox,
        bot_on(sandbox, tmp_path, TMDB_TOKEN=TOKEN, TMDB_URL=tmdb_server.url) as bot,
        member(sandbox, ALICE) as alice,
    ):
        await alice.slash("film", title=FILM)
        await bot.says("TMDB does not let us in (status 401)")
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert TOKEN not in ended.out + ended.err


async def test_bot_ends_in_time_while_its_provider_hangs(tmp_path: Path, tmdb_server: StandIn) -> None:
    tmdb_server.may_answer.clear()

    async with (
        fresh_sandbox() as sandbox,
        bot_on(sandbox, tmp_path, TMDB_TOKEN=TOKEN, TMDB_URL=tmdb_server.url) as bot,
        member(sandbox, ALICE) as alice,
    ):
        await alice.slash("film", title=FILM)
        await tmdb_server.was_asked()
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "everything is saved" in ended.err


async def test_token_is_blotted_out_wherever_else_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{WORD}=1\n")

    ended = await run(tmp_path, "check", TMDB_TOKEN=WORD)

    assert "[secret] in .env is no setting of mine" in ended.err
    assert WORD not in ended.err

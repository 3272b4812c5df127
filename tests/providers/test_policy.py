"""How a provider is asked: how often, how long, how much, and when not at all."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiolimiter import AsyncLimiter
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from data.asking import REST_AT_MOST, REST_UNASKED, retry_at
from data.catalogue.remote import Remote, asking
from data.catalogue.remote.resting import FAILURES_TO_REST, RESTS_FOR
from data.errors import (
    AccessRefused,
    NotAtProvider,
    ProviderFailed,
    ProviderResting,
    ProviderUnreachable,
    StrangeAnswer,
)
from tests.bot.ui.things import some
from tests.builders import NOW
from tests.providers.stand_in import LARGE, Asked, Said, StandIn, standing_in

SECRET = "tests-read-access-token"
SECOND = timedelta(seconds=1)


class Number(BaseModel):
    """What the tests' provider answers."""

    number: int


def usual(asked: Asked) -> Said:
    """The number that was asked for."""
    return Said({"number": int(asked.query.get("number", "1"))})


@pytest.fixture
async def server() -> AsyncGenerator[StandIn]:
    async with standing_in(usual) as stand_in:
        yield stand_in


@pytest.fixture
async def remote(server: StandIn) -> AsyncGenerator[Remote]:
    remote = Remote("Provider", server.url, {"Authorization": f"Bearer {SECRET}"})
    yield remote
    await remote.close()


async def ask(remote: Remote, now: datetime = NOW, number: int = 1) -> int:
    """The number that the provider answers."""
    return (await remote.ask("/number", {"number": str(number)}, Number, now)).number


async def break_it(remote: Remote, server: StandIn) -> None:
    """Let the provider fail until it is left alone; what it was asked for that is forgotten."""
    server.says(Said(status=500))

    for _ in range(FAILURES_TO_REST):
        with pytest.raises(ProviderUnreachable):
            await ask(remote)

    server.asked.clear()
    server.answer = server.usual


@pytest.mark.parametrize(
    "fault", [Said(status=500), Said(status=502), Said(status=503), Said(is_cut_off=True)], ids=str
)
async def test_faults_of_the_provider_and_of_the_way_to_it_are_tried_again(
    remote: Remote, server: StandIn, fault: Said
) -> None:
    server.says(fault, fault, Said({"number": 7}))

    number = await ask(remote)

    assert (number, len(server.asked)) == (7, asking.ATTEMPTS)


async def test_after_some_tries_the_provider_counts_as_out_of_reach(remote: Remote, server: StandIn) -> None:
    server.says(Said(status=500))

    with pytest.raises(ProviderUnreachable, match="status 500"):
        await ask(remote)

    assert len(server.asked) == asking.ATTEMPTS


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Said(status=400), StrangeAnswer),
        (Said(status=401), AccessRefused),
        (Said(status=403), AccessRefused),
        (Said(status=404), NotAtProvider),
        (Said(status=429), ProviderResting),
        (Said(status=204, body=b""), StrangeAnswer),
        (Said(b"<html>Welcome to our hotel</html>"), StrangeAnswer),
        (Said(b""), StrangeAnswer),
        (Said(b"\xff\xfe\x00"), StrangeAnswer),
        (Said({"number": "many"}), StrangeAnswer),
        (Said(b"[" * 100_000), StrangeAnswer),
        (Said(b'{"number": 1' + b" " * LARGE + b"}"), StrangeAnswer),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_another_try_would_not_change_is_asked_once(
    remote: Remote, server: StandIn, said: Said, error: type[Exception]
) -> None:
    server.says(said)

    with pytest.raises(error):
        await ask(remote)

    assert len(server.asked) == 1


async def test_provider_that_does_not_answer_is_given_up_in_time(
    remote: Remote, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ANSWER_WITHIN_S", 0.05)
    server.may_answer.clear()

    with pytest.raises(ProviderUnreachable, match="no answer in time"):
        await ask(remote)


async def test_provider_that_nobody_listens_for_is_out_of_reach() -> None:
    async with standing_in(usual) as gone:
        remote = Remote("Provider", gone.url)

    with pytest.raises(ProviderUnreachable):
        await ask(remote)

    await remote.close()


async def test_closed_connection_to_a_provider_is_asked_nothing(remote: Remote, server: StandIn) -> None:
    await ask(remote)
    await remote.close()

    with pytest.raises(ProviderUnreachable):
        await ask(remote)

    assert len(server.asked) == 1


async def test_answer_that_leads_elsewhere_is_not_followed(remote: Remote, server: StandIn) -> None:
    async with standing_in(usual) as elsewhere:
        server.says(Said(status=302, headers={"Location": f"{elsewhere.url}/number"}))

        with pytest.raises(StrangeAnswer, match="302"):
            await ask(remote)

        assert elsewhere.asked == []


class TestRetryAfter:
    @pytest.mark.parametrize("status", [429, 503])
    async def test_nothing_is_asked_before_the_moment_that_was_named(
        self, remote: Remote, server: StandIn, status: int
    ) -> None:
        server.says(Said(status=status, headers={"Retry-After": "120"}), Said({"number": 1}))

        with pytest.raises(ProviderResting) as caught:
            await ask(remote)

        with pytest.raises(ProviderResting):
            await ask(remote, NOW + 119 * SECOND, number=2)

        assert NOW + 120 * SECOND <= caught.value.until < NOW + 140 * SECOND
        assert len(server.asked) == 1
        assert await ask(remote, caught.value.until, number=3) == 1

    async def test_what_waits_for_its_turn_is_not_asked_any_more_either(self, server: StandIn) -> None:
        remote = Remote("Provider", server.url, turn=asyncio.Semaphore(1))
        server.says(Said(status=429, headers={"Retry-After": "60"}))
        server.may_answer.clear()
        askers = [asyncio.create_task(ask(remote, number=number)) for number in (1, 2)]
        await server.was_asked()
        server.may_answer.set()

        ended = await asyncio.gather(*askers, return_exceptions=True)
        await remote.close()

        assert [type(error) for error in ended] == [ProviderResting, ProviderResting]
        assert len(server.asked) == 1

    @pytest.mark.parametrize(
        ("wish", "after"),
        [
            ("0", 0 * SECOND),
            ("90", 90 * SECOND),
            (" 90 ", 90 * SECOND),
            ("9" * 300, REST_AT_MOST),
            (format_datetime(NOW + 40 * SECOND, usegmt=True), 40 * SECOND),
            (format_datetime(NOW - 40 * SECOND, usegmt=True), 0 * SECOND),
            (format_datetime(datetime(9999, 1, 1, tzinfo=UTC), usegmt=True), REST_AT_MOST),
            (None, REST_UNASKED),
            ("", REST_UNASKED),
            ("-1", REST_UNASKED),
            ("soon", REST_UNASKED),
            ("٩", REST_UNASKED),
        ],
    )
    def test_wish_is_seconds_or_a_date_or_else_some_time(self, wish: str | None, after: timedelta) -> None:
        assert retry_at(wish, NOW) == NOW + after


_dates = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    *(st.sampled_from(["Sun", "Fri", "x"]), st.integers(-1, 99), st.sampled_from(["Nov", "Feb", "1"])),
    *(st.integers(-1, 99_999), st.integers(-1, 99), st.integers(0, 99), st.integers(0, 99)),
    st.sampled_from(["GMT", "+0000", "-9999", "+99999999", "EST", ""]),
)


@some(300)
@given(wish=st.none() | st.text() | st.integers().map(str) | _dates)
def test_whatever_is_wished_is_taken_as_some_moment_of_the_next_day(wish: str | None) -> None:
    assert NOW <= retry_at(wish, NOW) <= NOW + REST_AT_MOST


class TestRest:
    async def test_provider_that_fails_again_and_again_is_left_alone(self, remote: Remote, server: StandIn) -> None:
        await break_it(remote, server)

        with pytest.raises(ProviderResting):
            await ask(remote, NOW + RESTS_FOR - SECOND)

        assert server.asked == []

    async def test_after_its_rest_one_request_tries_and_the_next_ones_follow_its_success(
        self, remote: Remote, server: StandIn
    ) -> None:
        await break_it(remote, server)
        later = NOW + RESTS_FOR + 10 * SECOND
        server.may_answer.clear()
        trial = asyncio.create_task(ask(remote, later))
        await server.was_asked()

        with pytest.raises(ProviderResting):
            await ask(remote, later, number=2)

        server.may_answer.set()

        assert [await trial, await ask(remote, later, number=3)] == [1, 3]

    async def test_failed_trial_lets_it_rest_again(self, remote: Remote, server: StandIn) -> None:
        await break_it(remote, server)
        server.says(Said(status=500))
        later = NOW + RESTS_FOR + 10 * SECOND

        with pytest.raises(ProviderUnreachable):
            await ask(remote, later)

        with pytest.raises(ProviderResting):
            await ask(remote, later + RESTS_FOR - SECOND)

    async def test_success_in_between_forgets_failures(self, remote: Remote, server: StandIn) -> None:
        for _ in range(FAILURES_TO_REST + 1):
            server.says(Said(status=500))

            with pytest.raises(ProviderUnreachable):
                await ask(remote)

            server.answer = server.usual
            await ask(remote)

        assert await ask(remote, number=5) == 5

    async def test_films_that_it_does_not_know_are_no_failures(self, remote: Remote, server: StandIn) -> None:
        server.says(Said(status=404))

        for _ in range(2 * FAILURES_TO_REST):
            with pytest.raises(NotAtProvider):
                await ask(remote)

        assert len(server.asked) == 2 * FAILURES_TO_REST

    @pytest.mark.parametrize("status", [400, 422])
    async def test_requests_that_it_does_not_understand_are_none_either(
        self, remote: Remote, server: StandIn, status: int
    ) -> None:
        server.says(Said(status=status))

        for _ in range(FAILURES_TO_REST):
            with pytest.raises(StrangeAnswer):
                await ask(remote)

        server.answer = server.usual

        assert await ask(remote) == 1

    async def test_answers_that_nobody_can_read_are(self, remote: Remote, server: StandIn) -> None:
        server.says(Said(b"rubbish"))

        for _ in range(FAILURES_TO_REST):
            with pytest.raises(StrangeAnswer):
                await ask(remote)

        with pytest.raises(ProviderResting):
            await ask(remote)

    async def test_refused_token_is_not_tried_again_at_once(self, remote: Remote, server: StandIn) -> None:
        server.says(Said(status=401))

        with pytest.raises(AccessRefused):
            await ask(remote)

        with pytest.raises(ProviderResting):
            await ask(remote, NOW + SECOND)

        assert len(server.asked) == 1


class TestSingleFlight:
    async def test_fifty_who_ask_the_same_at_once_share_one_request(self, remote: Remote, server: StandIn) -> None:
        server.may_answer.clear()
        askers = [asyncio.create_task(ask(remote)) for _ in range(50)]
        await server.was_asked()
        server.may_answer.set()

        assert await asyncio.gather(*askers) == [1] * 50
        assert len(server.asked) == 1

    async def test_failure_is_shared_as_well(self, remote: Remote, server: StandIn) -> None:
        server.says(Said(status=404))

        ended = await asyncio.gather(*(ask(remote) for _ in range(50)), return_exceptions=True)

        assert {type(error) for error in ended} == {NotAtProvider}
        assert len(server.asked) == 1

    async def test_asker_who_leaves_takes_the_answer_from_nobody(self, remote: Remote, server: StandIn) -> None:
        server.may_answer.clear()
        first, second = (asyncio.create_task(ask(remote)) for _ in range(2))
        await server.was_asked()
        first.cancel()
        await asyncio.wait([first])
        server.may_answer.set()

        assert first.cancelled()
        assert await second == 1
        assert len(server.asked) == 1

    async def test_what_is_asked_after_an_answer_is_asked_anew(self, remote: Remote, server: StandIn) -> None:
        await ask(remote)

        await ask(remote)

        assert len(server.asked) == 2


async def test_one_at_a_time_means_one_at_a_time(server: StandIn) -> None:
    remote = Remote("Provider", server.url, turn=asyncio.Semaphore(1))

    numbers = await asyncio.gather(*(ask(remote, number=number) for number in range(10)))
    await remote.close()

    assert numbers == list(range(10))
    assert server.most_at_once == 1


async def test_requests_beyond_the_limit_wait_for_it(server: StandIn) -> None:
    limiter = AsyncLimiter(2, 60)
    remote = Remote("Provider", server.url, limiter=limiter)
    askers = [asyncio.create_task(ask(remote, number=number)) for number in range(3)]

    done, waiting = await asyncio.wait(askers[:2]), askers[2]
    is_waiting = not waiting.done()
    await remote.close()

    assert (len(done[0]), is_waiting, len(server.asked)) == (2, True, 2)
    assert (await asyncio.gather(waiting, return_exceptions=True))[0].__class__ is asyncio.CancelledError


@pytest.mark.parametrize(
    "said",
    [
        Said(status=500),
        Said(status=401),
        Said(status=404),
        Said(status=429),
        Said(status=302),
        Said(is_cut_off=True),
        Said(b"rubbish"),
        Said({"number": SECRET}),
        Said(b" " * LARGE),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_no_token_stands_in_errors_and_logs(
    remote: Remote, server: StandIn, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says(said)

    with pytest.raises(ProviderFailed) as caught:
        await ask(remote)

    told = [str(caught.value), repr(caught.value), *(str(vars(record)) for record in caplog.records)]
    assert caught.value.__cause__ is None
    assert not [line for line in told if SECRET in line]
    assert server.asked[0].headers["Authorization"] == f"Bearer {SECRET}"

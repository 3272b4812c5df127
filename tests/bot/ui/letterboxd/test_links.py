import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.following import LinkedFeed
from bot.ui.answer import Answer
from bot.ui.letterboxd.links import how_to_link, link_status, linked, unlinked
from data.models import USERNAME_PATTERN, ChannelId, Follow, FollowedServer, FollowFault, FollowState, GuildId
from tests.bot.ui.messages import Json, constructs, sent
from tests.bot.ui.setups import words_of
from tests.bot.ui.things import names, some
from tests.builders import ALICE, GUILD, NOW, OTHER_GUILD

FEED = ChannelId(1_400_000_000_000_000_002)
IDS = {"letterboxd": 15, "reviews": 16, "privacy": 17}
DAY = timedelta(days=1)

usernames = st.from_regex(USERNAME_PATTERN, fullmatch=True)


def a_feed(*states: FollowState, is_new: bool = True, **facts: Any) -> LinkedFeed:
    """Alice's diary, which comes into so many servers in these ways."""
    usual = {"user_id": ALICE, "username": "night_owl", "linked_at": NOW, "due_at": NOW + DAY, "is_begun": True}
    follow = Follow.model_validate(usual | facts)
    servers = tuple(
        FollowedServer(
            user_id=ALICE, guild_id=GuildId(GUILD + number), username=follow.username, state=state, asked_at=NOW
        )
        for number, state in enumerate(states)
    )
    return LinkedFeed(follow=follow, servers=servers, is_new=is_new)


def read(answer: Answer) -> str:
    """All that can be read in the message."""
    message = sent(answer)
    return message["content"] or words_of(message)


def made_of(message: Json, username: str) -> list[str]:
    """What Discord makes of the message; the address of a link is no text of its own, whatever signs it holds."""
    return constructs(json.loads(json.dumps(message).replace(f"letterboxd.com/{username}/", "letterboxd.com/owl/")))


def status(feed: LinkedFeed, *, is_on: bool = True) -> str:
    return read(link_status(feed, GUILD, {OTHER_GUILD: "Night Owls"}, IDS, NOW, is_on=is_on))


class TestLinked:
    def test_says_what_comes_where_it_is_seen_and_how_it_ends(self) -> None:
        said = read(linked(a_feed(FollowState.ON), GUILD, FEED, IDS))

        assert (
            "From now on each film that you rate or review as **[night\\_owl](https://letterboxd.com/night_owl/)**"
            in said
        )
        assert (
            f"In <#{FEED}>, in </reviews:16> and on the films' cards. Everybody sees that it is “on Letterboxd”" in said
        )
        assert "stays there; </letterboxd import:15> brings it along" in said
        assert "</letterboxd unlink:15> ends it" in said

    def test_without_a_feed_channel_none_is_named(self) -> None:
        assert "Where it is seen: In </reviews:16> and" in read(linked(a_feed(FollowState.ON), GUILD, None, IDS))

    def test_says_where_letterboxd_did_not_answer(self) -> None:
        feed = a_feed(FollowState.ON, is_begun=False)

        assert "did not answer yet: I begin as soon as it does" in read(linked(feed, GUILD, None, IDS))

    def test_says_that_admins_have_to_agree(self) -> None:
        message = sent(linked(a_feed(FollowState.ASKED), GUILD, FEED, IDS))

        said = words_of(message)
        assert message["embeds"][0]["title"] == "Your diary waits to be let in"
        assert "have to agree before the diary" in said
        assert "From now on" not in said

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (FollowState.ON, "comes in here already"),
            (FollowState.ASKED, "comes in here once those who manage this server agree"),
            (FollowState.REFUSED, "do not want the diary of **night\\_owl** in here"),
        ],
    )
    def test_linking_again_says_how_it_stands(self, state: FollowState, words: str) -> None:
        assert words in read(linked(a_feed(state, is_new=False), GUILD, FEED, IDS))


class TestStatus:
    @pytest.mark.parametrize(
        ("states", "words"),
        [
            ([FollowState.ON], "It comes in. </letterboxd unlink:15> ends that."),
            ([FollowState.ASKED], "It waits for those who manage the server"),
            ([FollowState.REFUSED], "those who manage the server do not want it"),
            ([], "It does not come in. Name it in </letterboxd link:15>"),
        ],
    )
    def test_says_how_it_stands_in_this_server(self, states: list[FollowState], words: str) -> None:
        assert words in status(a_feed(*states))

    def test_names_other_servers_as_far_as_the_bot_is_there(self) -> None:
        said = status(a_feed(FollowState.ON, FollowState.ASKED, FollowState.ON))

        assert "Elsewhere: · Night Owls: waits for an admin\n· a server that I left: comes in" in said

    def test_says_when_it_was_read_and_will_be(self) -> None:
        said = status(a_feed(FollowState.ON, asked_at=NOW - DAY, news_at=NOW - 3 * DAY))

        last, news, following = (int((NOW + days * DAY).timestamp()) for days in (-1, -3, 1))
        assert f"I last looked <t:{last}:R>. Something new last came <t:{news}:R>. Next <t:{following}:R>." in said

    def test_says_since_when_it_fails_and_why(self) -> None:
        said = status(a_feed(FollowState.ON, failing_since=NOW - DAY, fault=FollowFault.GONE, due_at=NOW))

        since = int((NOW - DAY).timestamp())
        assert f"I can't read it just now, which began <t:{since}:R>. The last time Letterboxd knows" in said
        assert "Next in a moment." in said

    def test_says_that_it_was_given_up_and_how_to_begin_anew(self) -> None:
        said = status(a_feed(FollowState.ON, ended_at=NOW - DAY, fault=FollowFault.UNREACHABLE))

        assert f"I gave up <t:{int((NOW - DAY).timestamp())}:R>" in said
        assert "Name it in </letterboxd link:15> to begin anew" in said

    def test_says_that_no_diaries_are_read(self) -> None:
        assert "I read no diaries just now" in status(a_feed(FollowState.ON), is_on=False)

    def test_of_nobody_says_how_to_link(self) -> None:
        assert "Give </letterboxd link:15> your name on Letterboxd" in read(how_to_link(IDS))


def test_unlinking_says_that_reviews_stay_and_out_of_how_many_servers_it_went() -> None:
    here, everywhere = (read(unlinked(3, IDS, everywhere=is_everywhere)) for is_everywhere in (False, True))

    assert "does not come into this server any more. The reviews that it brought stay" in here
    assert "does not come into any server any more: it left 3 servers. The reviews that it brought stay" in everywhere


def made(username: str, name: str, states: list[FollowState], fault: FollowFault | None) -> list[Json]:
    """Everything that names a diary of that name, and servers."""
    feed = a_feed(*states, username=username, failing_since=NOW, fault=fault)
    called = {server.guild_id: name for server in feed.servers}
    return [
        sent(linked(feed, GUILD, None, {})),
        sent(link_status(feed, GUILD, called, {}, NOW, is_on=True)),
    ]


@some(30)
@given(usernames, names, st.lists(st.sampled_from(FollowState), max_size=30), st.sampled_from([None, *FollowFault]))
def test_nothing_is_made_of_any_name(
    username: str, name: str, states: list[FollowState], fault: FollowFault | None
) -> None:
    hostile, plain = made(username, name, states, fault), made("owl", "Night Owls", states, fault)

    assert [made_of(message, username) for message in hostile] == list(map(constructs, plain))

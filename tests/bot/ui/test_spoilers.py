import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.spoilers import SpoilerChoices
from bot.ui.spoilers import read_spoiler_choice, spoiler_choices, spoilers_chosen
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import sent
from tests.bot.ui.things import names, some

IDS = {"spoilers": 18}
ASK, OPEN, SERVER = "Always ask me", "Open at once for films I have reviewed", "As each server has it"


def test_every_choice_is_read_as_what_it_says() -> None:
    assert {choice.name: read_spoiler_choice(choice.value) for choice in spoiler_choices()} == {
        ASK: False,
        OPEN: True,
        SERVER: None,
    }


@pytest.mark.parametrize(("own", "said"), [(False, ASK), (True, OPEN), (None, SERVER)])
@pytest.mark.parametrize("is_new", [False, True])
def test_answer_names_what_one_has_chosen(said: str, *, own: bool | None, is_new: bool) -> None:
    answer = spoilers_chosen(SpoilerChoices(own=own, guild=None), "", IDS, is_new=is_new)

    assert [name for name in (ASK, OPEN, SERVER) if name in answer.content] == [said]
    assert ("from now on" in answer.content) is is_new
    assert ("</spoilers:18>" in answer.content) is not is_new


@pytest.mark.parametrize(
    ("own", "guild", "said"),
    [
        (None, True, "Night Owls has chosen to open them at once."),
        (None, False, "Night Owls has chosen to keep them hidden until asked."),
        (True, False, "Night Owls has chosen to keep them hidden until asked, for those who leave it to the server."),
        (False, True, "Night Owls has chosen to open them at once, for those who leave it to the server."),
    ],
)
def test_answer_in_a_server_says_what_the_server_has_chosen(said: str, *, own: bool | None, guild: bool) -> None:
    answer = spoilers_chosen(SpoilerChoices(own=own, guild=guild), "Night Owls", IDS)

    assert said in answer.content.splitlines()


def test_answer_outside_of_a_server_speaks_of_none() -> None:
    answer = spoilers_chosen(SpoilerChoices(own=None, guild=None), "Night Owls", IDS)

    assert "Night Owls" not in answer.content


@some(60)
@given(guild_name=names, own=st.sampled_from([None, False, True]), guild=st.booleans(), is_new=st.booleans())
def test_any_servers_name_is_said_harmlessly(guild_name: str, *, own: bool | None, guild: bool, is_new: bool) -> None:
    message = sent(spoilers_chosen(SpoilerChoices(own=own, guild=guild), guild_name, IDS, is_new=is_new))

    assert set(see(message["content"]).constructs) <= {"command", "emoji name"}

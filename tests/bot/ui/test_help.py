from typing import Any

import pytest
from discord.app_commands import Command
from hypothesis import given

from bot.client import Marquee
from bot.ui.help import hello, help_page, mention
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import constructs, rendered, sent
from tests.bot.ui.things import names, some

IDS = {
    "film": 11,
    "review": 12,
    "rate": 13,
    "reviews": 14,
    "privacy": 15,
    "help": 16,
    "watchlist": 17,
    "diary": 20,
    "letterboxd": 21,
    "spoilers": 18,
    "marquee": 19,
}


def _is_for_admins(command: Command[Any, ..., Any]) -> bool:
    permissions = (command.parent or command).default_permissions
    return permissions is not None and permissions.manage_guild


@pytest.mark.parametrize("is_admin", [True, False])
def test_help_names_every_command_that_its_reader_may_use(bot: Marquee, is_admin: bool) -> None:  # noqa: FBT001  (from the table)
    said = sent(help_page(IDS, is_admin=is_admin))["embeds"][0]["description"]

    commands = [command for command in bot.tree.walk_commands() if isinstance(command, Command)]
    names = [command.qualified_name for command in commands if is_admin or not _is_for_admins(command)]
    lines = {name: _line_of(name, said) for name in names}
    assert all(lines.values()), lines
    assert set(said.splitlines()) == set(lines.values())


def _line_of(name: str, said: str) -> str | None:
    """The line that speaks of the command: by its clickable name, or as a subcommand beside another of its group."""
    group, _, last = name.partition(" ")
    lines = said.splitlines()
    own = [line for line in lines if line.startswith(mention(IDS, name) + " ")]
    beside = [line for line in lines if line.startswith(f"</{group} ") and f"`{last}`" in line]
    return next(iter([*own, *beside]), None)


def test_help_is_clickable_and_nothing_else() -> None:
    message = sent(help_page(IDS))

    assert set(constructs(message)) <= {"command", "emoji name", "code"}
    lines = message["embeds"][0]["description"].splitlines()
    assert constructs(message).count("command") == sum(line.startswith("</") for line in lines) > 0


def test_in_a_direct_message_only_what_works_there_is_clickable() -> None:
    said = sent(help_page(IDS, is_direct=True))["embeds"][0]["description"]

    clickable = {line.split(" · ")[0] for line in said.splitlines() if line.startswith("</")}
    assert clickable == {mention(IDS, name) for name in ("diary", "spoilers", "privacy delete", "help")}


def test_subcommand_bears_its_commands_id() -> None:
    assert mention(IDS, "privacy delete") == "</privacy delete:15>"


def test_command_whose_id_is_not_known_is_named() -> None:
    assert mention({}, "privacy delete") == "`/privacy delete`"


def test_help_shows_the_bars_that_hide_a_spoiler() -> None:
    assert "||spoilers||" in see(sent(help_page(IDS))["embeds"][0]["fields"][0]["value"]).text


@some(100)
@given(names)
def test_hello_takes_a_servers_name_as_it_is(guild_name: str) -> None:
    said: Any = sent(hello(IDS, guild_name))

    assert set(constructs(said)) <= {"command", "emoji name"}
    assert constructs(said).count("command") == 5


def test_hello_pings_and_links_nobody() -> None:
    text = rendered(sent(hello({}, "@everyone **x** [a](https://evil.example)")))[1]

    assert "@everyone **x** [a](https://evil.example)" in see(text).text
    assert set(see(text).constructs) == {"code"}


def test_hello_of_a_server_without_a_visible_name_reads_well() -> None:
    assert "others in this server thought" in rendered(sent(hello(IDS, "\u200b")))[1]

"""What discord.py makes of its own objects is taken as it is."""

from datetime import UTC, datetime
from typing import Any, cast

import discord
import pytest
from discord import app_commands, ui
from discord.http import handle_message_parameters

from sandbox.errors import Json
from sandbox.validate.callbacks import check_callback
from sandbox.validate.commands import check_command, check_commands
from sandbox.validate.messages import check_message
from sandbox.validate.modals import check_modal, fill_modal


def a_view() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Like", emoji="❤️", custom_id="v1:like:1"))
    view.add_item(ui.Button(label="Source", url="https://example.com"))
    view.add_item(ui.Button(emoji="⏭️", disabled=True, style=discord.ButtonStyle.green))
    options = [discord.SelectOption(label="Ran", value="1", emoji="🎬", description="1985", default=True)]
    view.add_item(ui.Select(options=options, placeholder="More films", custom_id="v1:more", row=1))
    view.add_item(ui.UserSelect(custom_id="v1:member", min_values=0, max_values=2, row=2))
    view.add_item(ui.ChannelSelect(custom_id="v1:feed", channel_types=[discord.ChannelType.text], row=3))
    return view


def an_embed() -> discord.Embed:
    embed = discord.Embed(
        title="Ran", url="https://example.com", colour=discord.Colour.gold(), timestamp=datetime.now(UTC)
    )
    embed.set_author(name="Ines", icon_url="https://cdn.discordapp.com/embed/avatars/0.png")
    embed.set_thumbnail(url="attachment://poster.png")
    embed.add_field(name="Directed by", value="Akira Kurosawa", inline=True)
    return embed.set_footer(text="Night Owls")


class ReviewForm(ui.Modal, title="Review"):
    """A form with each kind of field."""

    rating: ui.Label[Any] = ui.Label(
        text="Rating",
        component=ui.Select(options=[discord.SelectOption(label="★★★★½", value="9")], min_values=0, required=False),
    )
    text: ui.Label[Any] = ui.Label(
        text="Review",
        description="Markdown is fine.",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=4000, required=False),
    )
    boxes: ui.Label[Any] = ui.Label(
        text="More",
        component=ui.CheckboxGroup(
            options=[discord.CheckboxGroupOption(label="Spoilers", value="spoiler")], required=False, min_values=0
        ),
    )
    still: ui.Label[Any] = ui.Label(text="Still", component=ui.FileUpload(required=False))
    note: ui.TextDisplay[Any] = ui.TextDisplay("Thank you.")


async def test_its_messages_are_taken() -> None:
    params = handle_message_parameters(
        content="hello",
        embeds=[an_embed()],
        view=a_view(),
        nonce="1",
        allowed_mentions=discord.AllowedMentions(everyone=False, users=[discord.Object(5)], roles=False),
    )
    payload = cast("Json", params.payload)

    check_message(payload)
    check_callback(2, {"type": 4, "data": payload})


@pytest.mark.parametrize("content", [None, "", "changed"])
async def test_its_edits_are_taken(content: str | None) -> None:
    params = handle_message_parameters(content=content, view=None, attachments=[])

    check_message(cast("Json", params.payload), is_edit=True)


async def test_its_forms_are_taken_and_can_be_filled() -> None:
    modal = ReviewForm().to_dict()

    check_modal(modal)
    check_callback(3, {"type": 9, "data": modal})

    components, problems = fill_modal(modal, {})

    assert problems == []
    assert [component["type"] for component in components] == [18, 18, 18, 18, 10]


async def test_its_commands_are_taken() -> None:
    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)

    @app_commands.command(name="rate", description="Rate a film")
    @app_commands.describe(film="The film", rating="In stars")
    @app_commands.choices(rating=[app_commands.Choice(name="★★★★½", value=9)])
    @app_commands.guild_only()
    async def rate(_: discord.Interaction, film: str, rating: app_commands.Range[int, 1, 10]) -> None:
        """Answer nothing."""

    @app_commands.context_menu(name="Report this review")
    async def report(_: discord.Interaction, message: discord.Message) -> None:
        """Answer nothing."""

    group = app_commands.Group(
        name="marquee", description="Settings", default_permissions=discord.Permissions(manage_guild=True)
    )
    group.add_command(app_commands.Command(name="setup", description="Set it up", callback=_nothing))
    payloads: list[Json] = [rate.to_dict(tree), report.to_dict(tree), group.to_dict(tree)]

    check_commands(payloads)
    for payload in payloads:
        check_command(payload)


async def _nothing(_: discord.Interaction) -> None:
    """Answer nothing."""

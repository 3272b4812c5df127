"""The baseline: the least that discord.py needs to answer the same commands, with a fixed word."""

import asyncio
import os
import sys
from typing import Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

_CHOICES = [app_commands.Choice(name="A word", value="word")]


def plain_client() -> discord.Client:
    """A client with `/film` and `/reviews`, for any server."""
    client = discord.Client(intents=discord.Intents.none(), guild_ready_timeout=0.0)
    tree = app_commands.CommandTree[discord.Client](client)

    @tree.command(name="film", description="A fixed word")
    async def film(interaction: discord.Interaction[Any], title: str) -> None:  # pyright: ignore[reportUnusedFunction]  (the tree keeps it)
        del title
        await interaction.response.send_message("A word.")

    @film.autocomplete("title")
    async def offer(_: discord.Interaction[Any], __: str) -> list[app_commands.Choice[str]]:  # pyright: ignore[reportUnusedFunction]  (the tree keeps it)
        return _CHOICES

    @tree.command(name="reviews", description="A fixed word")
    async def reviews(interaction: discord.Interaction[Any]) -> None:  # pyright: ignore[reportUnusedFunction]  (the tree keeps it)
        await interaction.response.send_message("A word.")

    async def say_ready() -> None:
        print(f"ready as {client.user}", flush=True)

    async def sync() -> None:
        await tree.sync()

    client.on_ready = say_ready  # pyright: ignore[reportAttributeAccessIssue]  (an event, as discord.py finds it)
    client.setup_hook = sync
    return client


async def run(token: str, api_url: str) -> None:
    """Answer until the end of the process."""
    Route.BASE = api_url
    client = plain_client()

    async with client:
        await client.login(token)
        _, gateway, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        await client.connect()


def main() -> None:
    """Run on the same event loop as the bot, so that the loop makes no difference."""
    work = run(os.environ["DISCORD_TOKEN"], os.environ["DISCORD_API_URL"])

    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop  # noqa: PLC0415  (there is none for Windows)

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)


if __name__ == "__main__":
    main()

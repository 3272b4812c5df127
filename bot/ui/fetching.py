"""Files that members hand in, had from Discord."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord

from bot.ui.problems import FileNotFetched
from bot.ui.saving import ask_to_wait

_log = logging.getLogger(__name__)

FETCH_WITHIN_S = 20.0
"""How long a file may take that somebody handed in: it is small, and they wait for it."""


async def fetch_file(client: discord.Client, interaction: discord.Interaction[Any], address: str) -> bytes:
    """A file that was handed in; Discord is asked to wait for a private answer first. Raises FileNotFetched."""
    await ask_to_wait(interaction)

    try:
        async with asyncio.timeout(FETCH_WITHIN_S):
            return await client.http.get_from_cdn(address)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        # Its words may hold the address, which opens the file to anybody.
        _log.warning("a file could not be fetched: %s", type(error).__name__)
        raise FileNotFetched from error

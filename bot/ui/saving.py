"""Saving what a member sent in a form, in time for Discord, and giving it back where that can't be done."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord
from discord.utils import utcnow

from bot.services import Services
from bot.services.text_files import check_file_size, read_text_file
from bot.ui.answer import Answer, acknowledge, begun, wait_privately
from bot.ui.asker import Asker
from bot.ui.forms import NewText
from bot.ui.problems import TwoTexts, form_kept, form_returned, text_returned, worded
from bot.ui.reporter import new_reference
from data.errors import FormRefused, ReviewNotFound, StoreFailed
from data.models import Film, ReviewForm, ReviewId, SavedReview

_log = logging.getLogger(__name__)

ResultT = TypeVar("ResultT")
Fetch = Callable[[str], Awaitable[bytes]]
"""How a file is had from its address."""

ANSWER_WITHIN_S = 2.0
"""What takes longer is answered with "is thinking" first: Discord gives up after 3 s."""


async def save_form(
    services: Services, asker: Asker, film: Film, form: ReviewForm, locale: str
) -> SavedReview | Answer:
    """Save the form; where that fails, keep it as a draft, and where even that fails, give what was typed back."""
    guild_id, author = asker.guild_id, asker.author

    try:
        return await services.reviews.submit(guild_id, author, film, form, utcnow(), locale)
    except (FormRefused, ReviewNotFound, StoreFailed) as error:
        reference = new_reference()

        if isinstance(error, StoreFailed):
            _log.error("a review could not be saved: %s", error.reason, extra={"reference": reference})

        try:
            await services.reviews.keep_draft(guild_id, author.id, film, form, utcnow())
        except Exception as failure:  # noqa: BLE001  (the same boundary as below)
            _log.error("nor could its draft be kept: %r", failure, extra={"reference": reference})
            return form_returned(film.name, form, error, reference)

        return form_kept(film, error, reference)
    except Exception as error:  # noqa: BLE001  (the boundary of what a member typed: no bug may lose it)
        return form_returned(film.name, form, error, log_return(error))


async def save_text(
    services: Services, asker: Asker, review_id: ReviewId, new: NewText, fetch: Fetch
) -> SavedReview | Answer:
    """Let the text, typed or in a file, take the place of the review's; give back what was typed where that fails.

    Raises what stood in the way where nothing was typed: the member has the file.
    """
    try:
        text = await _text_of(new, fetch)
        return await services.reviews.replace_text(asker.guild_id, asker.author, review_id, text, utcnow())
    except Exception as error:  # (the boundary of what a member typed: no bug may lose it)
        if not new.typed.strip():
            raise

        return text_returned(new.typed, error, log_return(error))


def log_return(error: Exception) -> str:
    """Tell the log that something went back unsaved; the reference that its author is told."""
    reference = new_reference()
    is_expected = worded(error) is not None
    level = logging.INFO if is_expected else logging.ERROR
    cause = None if is_expected else error
    _log.log(level, "given back: %s", type(error).__name__, extra={"reference": reference}, exc_info=cause)
    return reference


async def in_time(
    interaction: discord.Interaction[Any], work: Awaitable[ResultT], begun_s: float, *, turns: bool = False
) -> ResultT:
    """The result of `work`; Discord is asked to wait, privately, once an answer takes longer than a person should.

    `begun_s` is when the interaction came, by `time.monotonic`; `turns` says that the pressed message is the one to
    become the answer.
    """
    task = asyncio.ensure_future(work)
    left_s = begun_s + ANSWER_WITHIN_S - time.monotonic()
    done, _ = await asyncio.wait([task], timeout=max(0.0, left_s))

    if not done:
        await ask_to_wait(interaction, turns=turns)

    return await task


async def ask_to_wait(interaction: discord.Interaction[Any], *, turns: bool = False) -> None:
    """Let Discord wait for a private answer, or for the pressed message to be turned.

    Where it does not, the work goes on: it holds what somebody typed, or asked for.
    """
    if begun(interaction) is not None:
        return

    try:
        await (acknowledge(interaction) if turns else wait_privately(interaction))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("Discord could not be asked to wait: %s", error)


async def _text_of(new: NewText, fetch: Fetch) -> str:
    """The text that was typed, or is in the file. Raises TwoTexts, FormRefused, and what `fetch` raises."""
    file = new.file

    if file is None:
        return new.typed

    if new.typed.strip():
        raise TwoTexts

    check_file_size(file.filename, file.size)
    return read_text_file(file.filename, await fetch(file.url))

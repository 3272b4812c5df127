"""Private film cards that complete themselves while their interaction lives."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import discord
from discord.utils import utcnow

from bot.posting.completing import Completing
from bot.services import Services
from bot.services.films import FilmCard
from bot.ui.answer import Answer, replace_answer
from bot.ui.asker import Asker
from bot.ui.film_card import copy_of_card, film_card
from bot.ui.pictures.posters import Posters
from bot.ui.regions import region_of
from data.catalogue.base import RelatedFilm
from data.models import Film, MessageId


class Below(NamedTuple):
    """What stands below a card: films to see next, and those from whose cards it came, the nearest first."""

    related: Sequence[RelatedFilm] = ()
    path: Sequence[Film] = ()


NOTHING = Below()
"""Nothing further stands below it."""


class PrivateCards:
    """Makes private cards, and edits those that wait for a provider."""

    def __init__(self, services: Services, completing: Completing, posters: Posters) -> None:
        self._services = services
        self._completing = completing
        self._posters = posters

    async def of(
        self, card: FilmCard, film: Film, asker: Asker, locale: discord.Locale, below: Below = NOTHING
    ) -> Answer:
        """The card as only the one who asks sees it, in the country of their Discord, with a way to show it to all."""
        picture = await self._posters.of(card.film)
        answer = film_card(card, asker.guild_name, *below, picture=picture, region=region_of(str(locale)))
        return copy_of_card(answer, film)

    async def follow(  # noqa: PLR0913, PLR0917  (where it stands, and all that builds it anew)
        self,
        interaction: discord.Interaction[Any],
        message_id: MessageId | None,
        card: FilmCard,
        film: Film,
        asker: Asker,
        below: Below = NOTHING,
    ) -> None:
        """Edit the private message that shows `card` once the provider answered that it waits for."""
        if card.details.awaited is None or message_id is None:
            return

        complete = partial(self._complete, interaction, message_id, film, asker, below)
        self._completing.wait_for(card.film_id, message_id, interaction.id, complete)
        now = await self._services.films.card(asker.guild_id, film, utcnow())

        # The answer may have come while the card was on its way.
        if now.details != card.details:
            self._completing.hasten(message_id)

    async def _complete(
        self,
        interaction: discord.Interaction[Any],
        message_id: MessageId,
        film: Film,
        asker: Asker,
        below: Below,
    ) -> None:
        card = await self._services.films.card(asker.guild_id, film, utcnow())
        await replace_answer(interaction, await self.of(card, film, asker, interaction.locale, below))
        # The next provider may have been asked in place of the first.
        await self.follow(interaction, message_id, card, film, asker, below)

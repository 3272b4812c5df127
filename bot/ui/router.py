"""From a pressed button, a choice or a sent form to the handler that answers it.

discord.py keeps its own views and modals in memory and forgets them at a restart. Ours carry all they need in their
custom ids, so every press and every form, however old, arrives here from the raw interaction.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import discord

from bot.ui.custom_ids import CustomId, UnknownCustomId

Press = discord.Interaction[Any]
"""A press, a choice or a sent form."""

HandlerT = TypeVar("HandlerT", bound=Callable[..., Awaitable[None]])

_MARK = "__marquee_handles__"


def handles(kind: type[CustomId]) -> Callable[[HandlerT], HandlerT]:
    """Mark a cog's method `(self, interaction, request)` as the one that answers requests of `kind`."""

    def mark(handler: HandlerT) -> HandlerT:
        setattr(handler, _MARK, kind)
        return handler

    return mark


class Router:
    """Handlers by the kind of request they answer."""

    def __init__(self) -> None:
        self._handlers: dict[type[CustomId], Callable[[Press, Any], Awaitable[None]]] = {}

    @property
    def kinds(self) -> frozenset[type[CustomId]]:
        """The kinds of request that have a handler."""
        return frozenset(self._handlers)

    def add_all(self, cog: object) -> None:
        """Take up every marked method of `cog`."""
        for name in dir(type(cog)):
            kind = getattr(getattr(type(cog), name), _MARK, None)

            if kind is not None:
                self._handlers[kind] = getattr(cog, name)

    async def answer(self, interaction: Press) -> None:
        """Let the right handler answer. Raises UnknownCustomId, and whatever the handler raises."""
        data: Any = interaction.data
        request = CustomId.parse(str(data["custom_id"]))
        handler = self._handlers.get(type(request))

        if handler is None:
            raise UnknownCustomId(str(request))

        await handler(interaction, request)


def chosen(interaction: Press) -> str:
    """The one value that was chosen in a select. Raises UnknownCustomId if there is none."""
    data: Any = interaction.data
    values = data.get("values")

    if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], str):  # pyright: ignore[reportUnknownArgumentType]
        raise UnknownCustomId(str(data.get("custom_id")))

    return values[0]

"""Films that no catalogue knows: adding them by hand, changing and deleting them."""

import time

from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.adding import add_anyway, save_film
from bot.ui.answer import Answer, is_on_private_message, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.custom_ids import (
    AddFilmAnyway,
    ConfirmDeleteFilm,
    DeleteFilm,
    EditFilm,
    ManageFilm,
    OpenFilmForm,
    SubmitFilm,
)
from bot.ui.own_films import DELETED, ask_delete_film, film_form, own_film_panel, read_film_form
from bot.ui.router import Press, handles
from bot.ui.saving import in_time
from data.models import OwnFilmDraft, OwnFilmForm


class OwnFilmsCog(commands.Cog):
    """Films that members add to their server."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.films = bot.services.own_films

    @handles(OpenFilmForm)
    async def open_form(self, interaction: Press, request: OpenFilmForm) -> None:
        """Open the form with the title that was typed, or with what could not be saved."""
        asker = asker_of(interaction)
        kept = await self._draft(asker, request.draft)
        draft = kept or OwnFilmDraft(form=OwnFilmForm())
        sent = SubmitFilm(draft=None if kept is None else request.draft, film=draft.film_key)
        await interaction.response.send_modal(film_form(draft.form, sent))

    @handles(EditFilm)
    async def edit(self, interaction: Press, request: EditFilm) -> None:
        """Open the form with the film's facts."""
        asker = asker_of(interaction)
        form = await self.films.form_for(asker.guild_id, asker.author.id, request.film, is_moderator=asker.is_moderator)
        await interaction.response.send_modal(film_form(form, SubmitFilm(film=request.film)))

    @handles(SubmitFilm)
    async def submit(self, interaction: Press, request: SubmitFilm) -> None:
        """Add the film, or change it; whatever stands in the way, what was typed is kept."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        saving = save_film(self.bot.services, self.bot.posters, asker, request, read_film_form(interaction.data))
        await show(interaction, await in_time(interaction, saving, begun_s), is_private=True)

    @handles(AddFilmAnyway)
    async def add_anyway(self, interaction: Press, request: AddFilmAnyway) -> None:
        """Add the film although one of its title and year is known."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        adding = add_anyway(self.bot.services, self.bot.posters, asker, request.draft)
        await turn(interaction, await in_time(interaction, adding, begun_s, turns=True))

    @handles(ManageFilm)
    async def manage(self, interaction: Press, request: ManageFilm) -> None:
        """Say who added the film, and offer what the one who asks may do with it."""
        asker = asker_of(interaction)
        page = await self.films.page(asker.guild_id, asker.author.id, request.film, is_moderator=asker.is_moderator)
        panel = own_film_panel(page, self.bot.command_ids, is_moderator=asker.is_moderator)
        await show(interaction, panel, is_private=True)

    @handles(DeleteFilm)
    async def ask_delete(self, interaction: Press, request: DeleteFilm) -> None:
        """Ask once more."""
        asker = asker_of(interaction)
        own = await self.films.check_deletion(
            asker.guild_id, asker.author.id, request.film, is_moderator=asker.is_moderator
        )
        await _answer(interaction, ask_delete_film(own.film))

    @handles(ConfirmDeleteFilm)
    async def delete(self, interaction: Press, request: ConfirmDeleteFilm) -> None:
        """Delete the film; what shows it follows."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        deleting = self.films.delete(
            asker.guild_id, asker.author.id, request.film, utcnow(), is_moderator=asker.is_moderator
        )
        await in_time(interaction, deleting, begun_s, turns=is_on_private_message(interaction))
        await _answer(interaction, Answer(content=DELETED))

    async def _draft(self, asker: Asker, number: int | None) -> OwnFilmDraft | None:
        """The asker's own draft of that number."""
        return None if number is None else await self.films.draft(asker.guild_id, asker.author.id, number, utcnow())


async def _answer(interaction: Press, answer: Answer) -> None:
    """In place of a private message, or beside a public one that somebody forged."""
    if is_on_private_message(interaction):
        await turn(interaction, answer)
    else:
        await show(interaction, answer, is_private=True)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(OwnFilmsCog(bot))

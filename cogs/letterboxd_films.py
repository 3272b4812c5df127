"""The films of an import that are not sure: their lists, and saying which one is meant; all private."""

import time

from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.services.imports import PAGE
from bot.ui.answer import turn
from bot.ui.asker import Asker, asker_of
from bot.ui.custom_ids import (
    ChooseFilmMeant,
    ImportKind,
    LeaveFilmOut,
    OpenFilmSearch,
    PickImportFilm,
    ShowImportFilm,
    ShowImportFilms,
    SubmitFilmSearch,
    UnknownCustomId,
)
from bot.ui.letterboxd.choosing import (
    STATES,
    Asked,
    count_of,
    film_to_choose,
    films_page,
    read_search_form,
    search_form,
)
from bot.ui.letterboxd.imports import import_page
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from data.errors import FilmNotFound
from data.models import FilmKey, ImportId, ImportState, ImportView


class LetterboxdFilmsCog(commands.Cog):
    """Choosing the films that an import could mean."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.imports = bot.services.imports

    @handles(ShowImportFilms)
    async def show_films(self, interaction: Press, request: ShowImportFilms) -> None:
        """Show a page of its films of one kind."""
        asker, kind = asker_of(interaction), request.kind
        view = await self._view(asker, request.import_id)
        page = await self.imports.page(asker.guild_id, asker.author.id, view.about.id, STATES[kind], request.number)
        self.bot.importing.let_go(view.about.id)
        await turn(interaction, films_page(view, kind, page))

    @handles(PickImportFilm)
    async def pick_film(self, interaction: Press, request: PickImportFilm) -> None:
        """Show the film that was picked on such a page."""
        value = chosen(interaction)

        if not (value.isascii() and value.isdigit() and len(value) <= 7):
            raise UnknownCustomId(str(request))

        await self._ask(interaction, request.import_id, request.kind, max(1, int(value)))

    @handles(ShowImportFilm)
    async def show_film(self, interaction: Press, request: ShowImportFilm) -> None:
        """Ask which film is meant by the one of that number."""
        await self._ask(interaction, request.import_id, request.kind, request.number)

    @handles(ChooseFilmMeant)
    async def choose_film(self, interaction: Press, request: ChooseFilmMeant) -> None:
        """Take the chosen film, and go on to the next one."""
        await self._choose(interaction, request, FilmKey(chosen(interaction)))

    @handles(LeaveFilmOut)
    async def leave_out(self, interaction: Press, request: LeaveFilmOut) -> None:
        """Do not import the film, and go on to the next one."""
        await self._choose(interaction, request, None)

    @handles(OpenFilmSearch)
    async def open_search(self, interaction: Press, request: OpenFilmSearch) -> None:
        """Open the form that asks for a title."""
        await interaction.response.send_modal(search_form(await self._asked(asker_of(interaction), request)))

    @handles(SubmitFilmSearch)
    async def search(self, interaction: Press, request: SubmitFilmSearch) -> None:
        """Offer the films that the typed title may mean."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        asked, typed = await self._asked(asker, request), read_search_form(interaction.data)
        finding = self.imports.find_choices(
            asker.guild_id, asker.author.id, ImportId(request.import_id), request.film_place, typed, utcnow()
        )

        try:
            found = await in_time(interaction, finding, begun_s, turns=True)
        except FilmNotFound:
            found = ()

        await turn(interaction, film_to_choose(asked, typed, found))

    async def _view(self, asker: Asker, import_id: int) -> ImportView:
        return await self.imports.view(asker.guild_id, asker.author.id, ImportId(import_id))

    async def _ask(self, interaction: Press, import_id: int, kind: ImportKind, number: int) -> None:
        """Ask about the film of that number among those of the kind, or the last; the import where there is none."""
        asker = asker_of(interaction)
        view = await self._view(asker, import_id)
        state, page_number = STATES[kind], (number - 1) // PAGE + 1
        page = await self.imports.page(asker.guild_id, asker.author.id, view.about.id, state, page_number)

        if not page.films or view.about.state is not ImportState.READY:
            await turn(interaction, import_page(view, self.bot.command_ids))
            return

        at = min((number - 1) % PAGE, len(page.films) - 1) if page.number == page_number else len(page.films) - 1
        asked = Asked(
            import_id=import_id,
            kind=kind,
            number=(page.number - 1) * PAGE + at + 1,
            count=count_of(view, kind),
            film=page.films[at],
        )
        await turn(interaction, film_to_choose(asked))

    async def _asked(self, asker: Asker, request: OpenFilmSearch | SubmitFilmSearch) -> Asked:
        view = await self._view(asker, request.import_id)
        film = await self.imports.film(asker.guild_id, asker.author.id, view.about.id, request.film_place)
        return Asked(
            import_id=request.import_id,
            kind=request.kind,
            number=request.number,
            count=count_of(view, request.kind),
            film=film,
        )

    async def _choose(self, interaction: Press, request: ChooseFilmMeant | LeaveFilmOut, key: FilmKey | None) -> None:
        begun_s, asker, import_id = time.monotonic(), asker_of(interaction), ImportId(request.import_id)
        choosing = self.imports.choose(asker.guild_id, asker.author.id, import_id, request.film_place, key, utcnow())
        await in_time(interaction, choosing, begun_s, turns=True)
        await self._ask(interaction, import_id, request.kind, request.number)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LetterboxdFilmsCog(bot))

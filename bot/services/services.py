"""All services over one catalogue and one store."""

from collections.abc import Sequence

from bot.services.details import Details
from bot.services.diary import Diary
from bot.services.digests import Digests
from bot.services.exports import Exports
from bot.services.feed import Feed
from bot.services.film_matching import FilmMatching
from bot.services.films import Films
from bot.services.following import Following
from bot.services.guilds import Guilds
from bot.services.imports import Imports
from bot.services.merging import Merging
from bot.services.own_films import OwnFilms
from bot.services.privacy import Privacy
from bot.services.rankings import Rankings
from bot.services.related import RelatedFilms
from bot.services.reviews import Reviews
from bot.services.spoilers import Spoilers
from bot.services.suggestions import Suggestions
from bot.services.watchlist import Watchlist
from data.catalogue.base import Catalogue
from data.catalogue.remote import Provider
from data.letterboxd.asking import FeedClient
from data.models import Pace
from data.store import Store


class Services:
    """What the bot can do, for whoever asks: a command, a button, the demo."""

    def __init__(  # noqa: PLR0913  (what all of it stands on)
        self,
        catalogue: Catalogue,
        store: Store,
        pace: Pace | None = None,
        providers: Sequence[Provider] = (),
        feeds: FeedClient | None = None,
        *,
        is_following_off: bool = False,
    ) -> None:
        """`providers` are asked elsewhere for what the catalogue does not know, in their order.

        `feeds` is asked for members' feeds on Letterboxd; without it none are followed, because nobody is known whom it
        could name as a contact, or because that `is_following_off`.
        """
        self.details = Details(catalogue, store, providers)
        self.own_films = OwnFilms(catalogue, store)
        self.films = Films(catalogue, store, self.own_films, self.details)
        self.related = RelatedFilms(catalogue, store, self.details)
        self.merging = Merging(store, self.films, self.own_films)
        self.suggestions = Suggestions(catalogue, store, self.own_films)
        self.reviews = Reviews(store, pace or Pace())
        self.feed = Feed(store)
        self.spoilers = Spoilers(store)
        self.digests = Digests(store)
        self.guilds = Guilds(store, self.digests)
        self.rankings = Rankings(store)
        self.watchlist = Watchlist(store)
        self.matching = FilmMatching(catalogue, store, self.films)
        self.following = Following(store, self.matching, feeds, is_off=is_following_off)
        self.diary = Diary(store)
        self.exports = Exports(store)
        self.privacy = Privacy(store)
        self.imports = Imports(store, self.matching, self.films)
        # Nothing is to be decided about these: the store's own parts serve.
        self.likes = store.likes
        self.members = store.members
        self.copies = store.copies
        self.diagnosis = store.diagnosis
        self.outbox = store.outbox
        self.weeks = store.weeks
        self.digest_outbox = store.digest_outbox
        self.trash = store.trash
        self.notes = store.notes
        self.follows = store.follows

"""All services over one catalogue and one store."""

from bot.services.feed import Feed
from bot.services.films import Films
from bot.services.posts import Posts
from bot.services.privacy import Privacy
from bot.services.reviews import Reviews
from bot.services.watchlist import Watchlist
from data.catalogue.base import Catalogue
from data.store import Store


class Services:
    """What the bot can do, for whoever asks: a command, a button, the demo."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.films = Films(catalogue, store)
        self.reviews = Reviews(store)
        self.feed = Feed(store)
        self.posts = Posts(store)
        self.watchlist = Watchlist(store)
        self.privacy = Privacy(store)
        self.notes = store.notes

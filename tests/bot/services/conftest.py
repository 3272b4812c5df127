import pytest

from bot.services import Services
from data.catalogue.starter import StarterCatalogue
from data.store import Store
from tests.bot.services.films import FILMS


@pytest.fixture
async def services(store: Store) -> Services:
    """All services over a catalogue of a few films and an empty store."""
    return Services(StarterCatalogue(FILMS), store)

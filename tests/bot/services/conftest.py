import pytest

from bot.services import Services
from bot.services.imports import Imports
from data.catalogue.local import LocalCatalogue
from data.store import Store
from tests.bot.services.films import FILMS
from tests.builders import AS_FAST_AS_THEY_LIKE


@pytest.fixture
async def services(store: Store) -> Services:
    """All services over a catalogue of a few films and an empty store; members may write at a run."""
    return Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE)


@pytest.fixture
def imports(services: Services) -> Imports:
    """What members can do with imports."""
    return services.imports

import pytest

from data.catalogue.starter import StarterCatalogue


@pytest.fixture(scope="session")
def catalogue() -> StarterCatalogue:
    return StarterCatalogue.load()

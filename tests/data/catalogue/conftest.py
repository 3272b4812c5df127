import pytest

from data.catalogue.local import LocalCatalogue


@pytest.fixture(scope="session")
def catalogue() -> LocalCatalogue:
    return LocalCatalogue.load()

"""The catalogue that is shipped: notable films of all countries and decades, complete cards, nothing to configure."""

from data.catalogue.starter.catalogue import StarterCatalogue
from data.catalogue.starter.reading import read_films

__all__ = ["StarterCatalogue", "read_films"]

"""The films that are shipped: notable ones of all countries and decades, complete cards, nothing to configure."""

from data.catalogue.starter.reading import read_best_known, read_films

__all__ = ["read_best_known", "read_films"]

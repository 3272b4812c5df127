"""Films from elsewhere, each source behind the `Catalogue` protocol of `data.catalogue.base`."""

"""TMDB and Wikidata on loopback, and what is shown with and without their answers."""

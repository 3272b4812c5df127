"""The films that the services' tests know."""

from tests.builders import a_film

FILM = a_film(1, title="The Missing Picture", original_title="L'image manquante", directors=["Rithy Panh"])
EXILE = a_film(2, title="Exile", year=2016, directors=["Rithy Panh"])
FRANKENSTEIN_1931 = a_film(3, title="Frankenstein", year=1931, directors=["James Whale"])
FRANKENSTEIN_2025 = a_film(4, title="Frankenstein", year=2025, directors=["Guillermo del Toro"])
BRIDE = a_film(5, title="Bride of Frankenstein", year=1935, directors=["James Whale"])
NUMBERS = a_film(6, title="1917", year=2019, directors=["Sam Mendes"])

FILMS = (FILM, EXILE, FRANKENSTEIN_1931, FRANKENSTEIN_2025, BRIDE, NUMBERS)

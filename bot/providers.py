"""Which providers of films are asked, by the settings."""

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from bot.config import Settings
from data.catalogue.remote import Provider
from data.catalogue.tmdb import Tmdb
from data.catalogue.wikidata import Wikidata


def providers_of(settings: Settings) -> list[Provider]:
    """The providers that can be asked from the start, in the order of asking."""
    found: list[Provider] = []

    if settings.tmdb_token is not None:
        token = settings.tmdb_token.get_secret_value()
        found.append(Tmdb(token, settings.tmdb_url, settings.tmdb_image_url))

    if settings.contact is not None:
        found.append(_wikidata(settings, settings.contact))

    return found


def by_own_profile(settings: Settings, user_id: int) -> Provider | None:
    """Wikidata with the bot's own profile at Discord as the contact, where no other is set and there is such a profile.

    On a sandbox there is none: then Wikidata is not asked.
    """
    host = urlsplit(settings.discord_api_url).hostname or ""

    if settings.contact is not None or not (host == "discord.com" or host.endswith(".discord.com")):
        return None

    return _wikidata(settings, f"https://discord.com/users/{user_id}")


def _wikidata(settings: Settings, contact: str) -> Provider:
    return Wikidata(contact, settings.wikidata_url, _version())


def _version() -> str:
    """The bot's own, where it was installed as a package."""
    try:
        return version("marquee")
    except PackageNotFoundError:
        return "0"

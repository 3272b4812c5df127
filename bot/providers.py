"""Who is asked elsewhere, by the settings: providers of films, and Letterboxd for members' feeds."""

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from bot.config import Settings
from data.catalogue.remote import Provider
from data.catalogue.tmdb import Tmdb
from data.catalogue.wikidata import Wikidata
from data.letterboxd.asking import FeedClient


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
    profile = _own_profile(settings, user_id)
    return None if profile is None else _wikidata(settings, profile)


def feeds_of(settings: Settings) -> FeedClient | None:
    """Whom members' feeds are asked of from the start; None where none are followed, or no contact is known yet."""
    return None if settings.contact is None else _feeds(settings, settings.contact)


def feeds_by_own_profile(settings: Settings, user_id: int) -> FeedClient | None:
    """The same with the bot's own profile at Discord as the contact, as `by_own_profile`."""
    profile = _own_profile(settings, user_id)
    return None if profile is None else _feeds(settings, profile)


def _own_profile(settings: Settings, user_id: int) -> str | None:
    """The address of the bot's profile, where it is needed and there is one."""
    host = urlsplit(settings.discord_api_url).hostname or ""
    is_there = host == "discord.com" or host.endswith(".discord.com")
    return f"https://discord.com/users/{user_id}" if is_there and settings.contact is None else None


def _feeds(settings: Settings, contact: str) -> FeedClient | None:
    return None if settings.letterboxd_url is None else FeedClient(settings.letterboxd_url, contact, _version())


def _wikidata(settings: Settings, contact: str) -> Provider:
    return Wikidata(contact, settings.wikidata_url, _version())


def _version() -> str:
    """The bot's own, where it was installed as a package."""
    try:
        return version("marquee")
    except PackageNotFoundError:
        return "0"

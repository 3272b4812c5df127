"""Settings from the environment and `.env`: read once, validated, frozen."""

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ENV_ENCODING = "utf-8-sig"
"""UTF-8, also with the mark that Windows' Notepad puts in front."""


_REASONS = {
    "SANDBOX_PORT": "it must be a whole number from 0 to 65535",
    "REVIEW_INTERVAL_S": "it must be a whole number of seconds from 0 to 86400",
    "REVIEWS_PER_DAY": "it must be a whole number from 0 to 10000",
    "LOG_LEVEL": "it must be DEBUG, INFO, WARNING or ERROR",
    "LOG_FORMAT": "it must be text or json",
}
"""Why a value is refused, where pydantic's own words would help only programmers."""


_CONTACT = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+")
_HEADER_WORD = re.compile(r"[!-~]+")
_SHORT_KEY = re.compile(r"[0-9a-f]{32}")


class BadSetting(Exception):
    """Setting `name` cannot be used, for `reason`."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


def _is_plain_address(url: str) -> bool:
    """Whether it is an address of the web without a query and a fragment. Raises ValueError for a port that is none."""
    parts = urlsplit(url)
    has_place = bool(parts.scheme in {"http", "https"} and parts.hostname) and parts.port != 0
    return has_place and not parts.query and not parts.fragment


class Settings(BaseSettings):
    """Everything that can be set. `.env.example` says the same for those who set it."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding=_ENV_ENCODING, extra="ignore", frozen=True, env_ignore_empty=True
    )

    discord_token: SecretStr | None = None
    """The bot's token; without one the bot runs on the sandbox."""

    discord_api_url: str = "https://discord.com/api/v10"
    """Where Discord's HTTP API is; the gateway's address comes from there."""

    tmdb_token: SecretStr | None = None
    """TMDB's API Read Access Token; without one TMDB is not asked."""

    tmdb_url: str = "https://api.themoviedb.org/3"
    """Where TMDB's API is."""

    tmdb_image_url: str = "https://image.tmdb.org/t/p"
    """Where TMDB's posters are, as Discord fetches them."""

    wikidata_url: str = "https://www.wikidata.org/w/api.php"
    """Where Wikidata's API is."""

    letterboxd_url: str | None = "https://letterboxd.com"
    """Where members' feeds on Letterboxd are; None, which is written `off`: no feeds are followed."""

    contact: str | None = None
    """An e-mail or web address of whoever runs the bot, which is told to Wikidata and Letterboxd with every request."""

    database_path: Path = Path("var/marquee.db")
    """The one file that holds everything."""

    catalogue_path: Path = Path("var/catalogue.db")
    """The bulk catalogue, made by `python -m bot catalogue import`; without it there is the starter catalogue."""

    demo_path: Path = Path("var/demo")
    """The folder of the demo's files, the bot's and the sandbox's, never mixed with real ones."""

    sandbox_port: Annotated[int, Field(ge=0, le=65535)] = 4000
    """The port of the sandbox's page on this machine; 0 takes any free one."""

    review_interval_s: Annotated[int, Field(ge=0, le=86_400)] = 10
    """Seconds between two new reviews of one member in one server; 0 lets them come as fast as they like."""

    reviews_per_day: Annotated[int, Field(ge=0, le=10_000)] = 30
    """New reviews of one member in one server within 24 hours; 0 sets no limit."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least important records that are logged."""

    log_format: Literal["text", "json"] = "text"
    """Log lines for people, or one JSON object a line for machines."""

    @field_validator("discord_api_url")
    @classmethod
    def _is_an_api(cls, url: str) -> str:
        if not _is_plain_address(url) or not urlsplit(url).path.rstrip("/").endswith("/api/v10"):
            msg = "it must be an http or https address that ends in /api/v10"
            raise ValueError(msg)

        return url.rstrip("/")

    @field_validator("tmdb_url", "tmdb_image_url", "wikidata_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not _is_plain_address(url):
            msg = "it must be an http or https address without ? and #"
            raise ValueError(msg)

        return url.rstrip("/")

    @field_validator("letterboxd_url", mode="before")
    @classmethod
    def _is_off(cls, url: object) -> object:
        return None if isinstance(url, str) and url.strip().lower() == "off" else url

    @field_validator("letterboxd_url")
    @classmethod
    def _is_an_address_or_off(cls, url: str | None) -> str | None:
        if url is not None and not _is_plain_address(url):
            msg = "it must be an http or https address without ? and #, or off"
            raise ValueError(msg)

        return None if url is None else url.rstrip("/")

    @field_validator("tmdb_image_url")
    @classmethod
    def _is_safe(cls, url: str) -> str:
        if not url.startswith("https://"):
            msg = "it must be an https address: Discord fetches the posters from there"
            raise ValueError(msg)

        return url

    @field_validator("contact")
    @classmethod
    def _can_be_reached(cls, contact: str | None) -> str | None:
        """It goes into a header, between brackets."""
        if contact is None or not contact.strip():
            return None

        if not _CONTACT.fullmatch(contact.strip()):
            msg = "it must be an e-mail address or an address that begins with http:// or https://"
            raise ValueError(msg)

        return contact.strip()

    @field_validator("database_path")
    @classmethod
    def _is_a_file(cls, path: Path) -> Path:
        if path.name == ":memory:" or path.is_dir():
            msg = "it must be the path of a file"
            raise ValueError(msg)

        return path

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper_case(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower_case(cls, shape: object) -> object:
        return shape.lower() if isinstance(shape, str) else shape

    @field_validator("discord_token", "tmdb_token")
    @classmethod
    def _is_one_word(cls, token: SecretStr | None) -> SecretStr | None:
        words = [] if token is None else token.get_secret_value().split()

        if len(words) > 1:
            msg = "a token is one word, without spaces"
            raise ValueError(msg)

        # Without the spaces around it, so that the log knows it when it sees it.
        return SecretStr(words[0]) if words else None

    @field_validator("tmdb_token")
    @classmethod
    def _is_the_longer_one(cls, token: SecretStr | None) -> SecretStr | None:
        """TMDB gives two: a short key, which would stand in addresses, and a long token."""
        if token is not None and not _HEADER_WORD.fullmatch(token.get_secret_value()):
            msg = "it holds something else than letters, digits and signs"
            raise ValueError(msg)

        if token is not None and _SHORT_KEY.fullmatch(token.get_secret_value()):
            msg = "that is TMDB's API Key; take the API Read Access Token, the longer one beside it"
            raise ValueError(msg)

        return token


def read_settings(**given: Any) -> Settings:
    """The settings of this process; `given` ones win. Raises BadSetting for the first that is wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "?"
        reason = _REASONS.get(name) or first["msg"].removeprefix("Value error, ")
        raise BadSetting(name, reason) from None
    except UnicodeDecodeError:
        raise BadSetting(".env", "it is not UTF-8 text") from None
    except OSError as error:
        raise BadSetting(".env", error.strerror or str(error)) from None


def unknown_names(env_file: Path) -> dict[str, str | None]:
    """Names in `.env` that are no setting, each with the nearest one that is, if any is near."""
    known = [name.upper() for name in Settings.model_fields]

    try:
        names = dotenv_values(env_file, interpolate=False, encoding=_ENV_ENCODING) if env_file.is_file() else {}
    except (OSError, UnicodeDecodeError):
        return {}

    return {
        name: next(iter(difflib.get_close_matches(name.upper(), known, n=1)), None)
        for name in names
        if name.upper() not in known
    }

"""What is told of films and viewings by an export, an import file or a member's feed, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import Field

from data.models.base import GuildId, HalfStars, Model, Text, UserId
from data.models.films import FIRST_YEAR, LAST_YEAR, TITLE_LIMIT, Film

ImportId = NewType("ImportId", int)
"""The row id of an import. Never used again."""

SOURCE_URL_PATTERN = r"https://(?:letterboxd\.com|boxd\.it)/[!-~]{1,200}"
"""What the address of a page on Letterboxd looks like, as far as one is kept or shown."""

USERNAME_PATTERN = r"[A-Za-z0-9_]{2,15}"
"""What a member is called on Letterboxd, as their page's address has it."""


class ToldEntry(Model):
    """One viewing as it is told elsewhere. At least one of its days, its rating and its text is there."""

    name: Annotated[str, Field(max_length=300)] | None = None
    """What tells it from others there: its address in an export, its guid in a feed. It may change."""

    url: Annotated[str, Field(pattern=rf"^{SOURCE_URL_PATTERN}$")] | None = None
    """Its page on Letterboxd."""

    watched_on: date | None = None
    logged_on: date | None = None
    """The day on which it was written down; None where that is not told."""

    rating: HalfStars | None = None
    text: Text = ""
    """In the markup of members' texts."""

    tags: tuple[Text, ...] = ()
    is_spoiler: bool = False
    is_rewatch: bool = False
    is_liked: bool | None = None
    """None where it is not told."""


class ToldFilm(Model):
    """All that a file, or a feed, tells of one film, its viewings in the order in which they were logged."""

    title: Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT)]
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    directors: tuple[Text, ...] = ()
    address: Annotated[str, Field(pattern=rf"^{SOURCE_URL_PATTERN}$")] | None = None
    """The film's own page, by which one film is told from another of the same title and year."""

    imdb_id: Annotated[str, Field(pattern=r"^tt\d{7,10}$")] | None = None
    tmdb_id: Annotated[int, Field(ge=1, lt=10**10)] | None = None
    entries: tuple[ToldEntry, ...] = ()
    rating: HalfStars | None = None
    """The film's rating apart from those of its viewings."""

    rated_on: date | None = None
    is_liked: bool = False
    seen_on: date | None = None
    """The day on which it was marked as watched; None where it was not."""

    wanted_on: date | None = None
    """The day on which it came on the watchlist; None where it is not on it."""

    @property
    def name(self) -> str:
        """Title and year, as people name a film."""
        return f"{self.title} ({self.year})" if self.year else self.title

    @property
    def names(self) -> tuple[str, ...]:
        """What it goes by once it is known which film is meant, the surest first: its page, its title and year."""
        by_title = f"{self.title.casefold()}|{self.year or ''}"
        return (by_title,) if self.address is None else (self.address, by_title)


class Flaw(StrEnum):
    """Why a file, or a row of one, was not taken."""

    NOT_A_ZIP = "zip"
    """It says that it is an archive, and is none, or a damaged one."""

    ENCRYPTED = "encrypted"
    NESTED = "nested"
    """An archive within the archive."""

    TOO_LARGE = "large"
    """More bytes than are read, of this file or of all together."""

    TOO_MANY_FILES = "files"
    BOMB = "bomb"
    """It unpacks to far more than any text does, or to more than it says."""

    UNKNOWN_FILE = "unknown"
    """A name that no export has."""

    NOT_TEXT = "encoding"
    """Bytes that are no UTF-8."""

    NUL_BYTES = "nul"
    CONFLICT = "conflict"
    """Marks that a version control program leaves where two versions did not fit together."""

    NOT_A_TABLE = "columns"
    """The columns are not those of such a file."""

    TOO_MANY_ROWS = "rows"
    TOO_MANY_VIEWINGS = "viewings"
    """More of one film than are taken: the first were."""

    BAD_ROW = "row"
    """More or fewer columns than the file's first line names, or quotes that never end."""

    NO_TITLE = "title"
    TITLE_TOO_LONG = "title length"
    BAD_YEAR = "year"
    BAD_DATE = "date"
    BAD_RATING = "rating"
    BAD_ID = "id"
    BAD_FLAG = "flag"
    BAD_ADDRESS = "address"
    TEXT_TOO_LONG = "text"
    TAGS_LEFT_OUT = "tags"
    """More tags than a review takes, or longer ones: the rest of the row was taken."""


class Fault(Model):
    """What was not taken of a file, and why. `line` is where it stands, 1 for the first; None for the whole file.

    `value` is the beginning of what was found there, hostile as it came; empty where nothing helps.
    """

    file: Text
    line: int | None
    flaw: Flaw
    value: Text = ""


class ToldDiary(Model):
    """All that the files of an export tell, film by film, with what could not be taken.

    `faults` are the first of them; there are `fault_count`.
    """

    films: tuple[ToldFilm, ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0


class FeedEntry(Model):
    """One entry of a member's feed: a viewing or a review of a film."""

    film: ToldFilm
    """With one entry, whose name is the feed's guid."""

    published_at: datetime | None = None

    @property
    def entry(self) -> ToldEntry:
        """What it tells of."""
        return self.film.entries[0]


class MatchState(StrEnum):
    """What is known of which film is meant."""

    WAITING = "waiting"
    """It was not looked for yet."""

    SURE = "sure"
    UNSURE = "unsure"
    """Several may be meant, or one that does not quite fit."""

    UNKNOWN = "unknown"
    CHOSEN = "chosen"
    """The member said which one."""

    LEFT_OUT = "left out"
    """The member said that it is not to be imported, or it could not be: it was deleted here meanwhile."""


class Match(Model):
    """Which film is meant: `film` where that is sure, else those that may be meant, best first."""

    state: MatchState
    film: Film | None = None
    choices: tuple[Film, ...] = ()


class Newer(StrEnum):
    """How a rating or a text that is told compares with the one that is here."""

    NOT_TOLD = "none"
    NEW = "new"
    """There was none here."""

    SAME = "same"
    THERE = "there"
    """What is told is newer, and takes the other one's place, which becomes an earlier version."""

    HERE = "here"
    """What is here is newer, and stays; what is told becomes an earlier version."""


class Outcome(Model):
    """What importing one film does, or did."""

    is_new: bool = False
    """A review, or a rating alone, where there was none."""

    rating: Newer = Newer.NOT_TOLD
    text: Newer = Newer.NOT_TOLD
    viewings: int = 0
    """New ones, of a film that is rated or reviewed."""

    watches: int = 0
    """New ones, of a film that is neither."""

    known: int = 0
    """Viewings that are here already."""

    versions: int = 0
    """Texts that become earlier versions."""

    is_liked: bool = False
    """The film is liked, and was not."""

    is_wanted: bool = False
    """It comes on the watchlist."""

    @property
    def changes_something(self) -> bool:
        """Whether anything is different afterwards."""
        return (
            self.is_new
            or self.is_liked
            or self.is_wanted
            or bool(self.viewings or self.watches or self.versions)
            or Newer.THERE in {self.rating, self.text}
            or Newer.NEW in {self.rating, self.text}
        )


class ImportState(StrEnum):
    """How far an import is."""

    STAGING = "staging"
    """Not all films of it are there yet, nor ever where the bot ended meanwhile: nobody sees it, and it expires."""

    MATCHING = "matching"
    READY = "ready"
    """It waits for its member to look at what it would do."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Import(Model):
    """One member's import into one server."""

    id: ImportId
    guild_id: GuildId
    user_id: UserId
    file_name: Text
    state: ImportState
    keeps_unknown: bool
    """Whether films that nothing here knows become films of the server's own."""

    begun_at: datetime
    started_at: datetime | None = None
    """When the member agreed to it: the time of everything that it writes."""

    ended_at: datetime | None = None
    is_posted: bool = False
    """Whether its latest five went into the feed."""

    faults: tuple[Fault, ...] = ()
    fault_count: int = 0


class ImportSums(Model):
    """What an import would do, or did, over all its films; `done` of `films` are through the present step."""

    films: int = 0
    done: int = 0
    sure: int = 0
    """Films that were found, those that the member picked among them."""

    unsure: int = 0
    unknown: int = 0
    left_out: int = 0
    same: int = 0
    """Films that were found, and of which everything is here already."""

    reviews: int = 0
    """New ones with a text, or the first text of what was a mere rating."""

    ratings: int = 0
    """New ones without a text."""

    viewings: int = 0
    watches: int = 0
    newer_there: int = 0
    """Films of which a rating or a text is replaced."""

    newer_here: int = 0
    """Films of which a rating or a text stays, and something else is new."""

    likes: int = 0
    wanted: int = 0


class ImportFilm(Model):
    """One film of an import: what is told of it, and which film that is."""

    place: int
    """1 for the first, in the order of the file."""

    told: ToldFilm
    match: MatchState
    film: Film | None = None
    choices: tuple[Film, ...] = ()


class ImportView(Model):
    """An import, and what all of its films come to."""

    about: Import
    sums: ImportSums
    earlier: Import | None = None
    """The one before it that can be taken back, where nothing of this one is here."""


class Watch(Model):
    """A viewing of a film that its member neither rated nor reviewed: kept for their own diary."""

    film: Film
    watched_on: date | None
    tags: tuple[Text, ...] = ()
    is_rewatch: bool = False
    is_liked: bool = False
    logged_at: datetime


class FollowState(StrEnum):
    """Whether a member's feed comes into a server."""

    ASKED = "asked"
    """An admin has to agree first."""

    ON = "on"
    REFUSED = "refused"


class FollowFault(StrEnum):
    """Why a feed could not be read."""

    UNREACHABLE = "unreachable"
    """No answer in time, or only errors of its own."""

    GONE = "gone"
    """Nobody goes by that name there."""

    REFUSED = "refused"
    """It does not let us in."""

    MOVED = "moved"
    """It sends us elsewhere."""

    STRANGE = "strange"
    """What came is no such feed, or too large."""


class Follow(Model):
    """A member's feed on Letterboxd, which is read for the servers that they chose."""

    user_id: UserId
    username: Annotated[str, Field(pattern=rf"^{USERNAME_PATTERN}$")]
    linked_at: datetime
    is_begun: bool = False
    """Whether the feed was read once: what it held then is the past, which stays there."""

    etag: str | None = None
    modified: str | None = None
    """What the last answer asked to be told again: its ETag and Last-Modified."""

    asked_at: datetime | None = None
    news_at: datetime | None = None
    """When something new last came."""

    due_at: datetime
    failing_since: datetime | None = None
    fault: FollowFault | None = None
    ended_at: datetime | None = None
    """When it was given up."""

    @property
    def page(self) -> str:
        """The member's own page."""
        return f"https://letterboxd.com/{self.username}/"


class FollowedServer(Model):
    """A server into which somebody's feed comes, or is to come."""

    user_id: UserId
    guild_id: GuildId
    username: str
    state: FollowState
    asked_at: datetime
    since: datetime | None = None
    """What was logged before that is the past there, although the feed was read for another server; None: it was not.
    """

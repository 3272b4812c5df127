"""Which rows tell of one and the same viewing: the diary and the reviews of an export overlap."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence

from data.letterboxd.gathering import Viewed


def one_of_each(diary: Sequence[Viewed], reviews: Sequence[Viewed]) -> list[Viewed]:
    """Every viewing once, in the order of the diary, then those that only a review tells of.

    A row of the diary and one of the reviews are one viewing if they have the same address, else if they agree in title
    and year, in the day of watching and in that of logging.
    """
    diary, reviews = _with_telling_names(diary), _with_telling_names(reviews)
    viewings: list[Viewed] = list(diary)
    places = {viewed.entry.name: place for place, viewed in enumerate(diary) if viewed.entry.name}
    joined: set[int] = set()
    left: list[Viewed] = []

    for review in reviews:
        place = places.get(review.entry.name) if review.entry.name else None

        if place is None:
            left.append(review)
        else:
            viewings[place] = _joined(diary[place], review)
            joined.add(place)

    alike: defaultdict[Hashable, deque[int]] = defaultdict(deque)

    for place, viewed in enumerate(diary):
        if place not in joined:
            alike[_days(viewed)].append(place)

    for review in left:
        if waiting := alike.get(_days(review)):
            place = waiting.popleft()
            viewings[place] = _joined(diary[place], review)
        else:
            viewings.append(review)

    return viewings


def _with_telling_names(rows: Iterable[Viewed]) -> list[Viewed]:
    """The rows of one file, each once. Where several viewings have one address it does not name any of them."""
    # Without an address two rows that say the same may well be two viewings of one day.
    rows = list({viewed if viewed.entry.name else number: viewed for number, viewed in enumerate(rows)}.values())
    counts = Counter(viewed.entry.name for viewed in rows)
    return [
        viewed
        if counts[viewed.entry.name] == 1 or viewed.entry.name is None
        else viewed._replace(entry=viewed.entry.model_copy(update={"name": None, "url": None}))
        for viewed in rows
    ]


def _days(viewed: Viewed) -> Hashable:
    naming, entry = viewed
    return naming.title.casefold(), naming.year, entry.watched_on, entry.logged_on


def _joined(diary: Viewed, review: Viewed) -> Viewed:
    """Both as one: what the review says, and what only the diary says."""
    there, here = diary.entry, review.entry
    update = {
        "name": there.name or here.name,
        "url": there.url or here.url,
        "watched_on": here.watched_on or there.watched_on,
        "logged_on": here.logged_on or there.logged_on,
        "rating": here.rating or there.rating,
        "tags": here.tags or there.tags,
        "is_rewatch": here.is_rewatch or there.is_rewatch,
    }
    return review._replace(entry=here.model_copy(update=update))

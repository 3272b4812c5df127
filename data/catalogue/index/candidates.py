"""The films that are worth comparing with what was typed: some hundred of a million."""

import sqlite3
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from data.catalogue.folding import runs, same_number
from data.catalogue.index.schema import FIRST
from data.catalogue.index.spelling import has_rests, rests
from data.catalogue.matching import Query

MOST_CANDIDATES = 300
"""Films that are compared at the most."""

_OF_A_MATCH, _OF_A_BEGINNING = 100, 40
"""Films that one look at the words gives: the most popular, since the row id is the rank and SQLite stops there."""

_OF_AN_OPEN, _FEW_LETTERS = 200, 2
"""The same for a beginning of which the last word has so few letters that it is in most films."""

_ENOUGH = 5
"""With so many films found, none are looked for that fit less."""

_LONG = 16
"""Letters of a query that no other title holds by chance."""

_OF_A_TITLE = 50
_OF_A_NAME = 1_000
"""Films of one title that are looked through for those of a year: no title has more."""

_MOST_WORDS = 12
_OWN_PREFIX_LISTS = 4
"""Prefixes of up to so many letters have lists of their own in the index."""

_EXPANSIONS = 40
_NEAREST = 6
_RESTS_SEEN = 400
_LEAST_PART = 2


class Candidates:
    """Looks for films by words, from the surest look to the most forgiving one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, query: Query) -> Sequence[int]:
        """The ranks of films that the query may mean, in no order."""
        found = dict.fromkeys(self._titled(query))
        words = _parts(query.words)[:_MOST_WORDS]
        holding = list(self._matching([*(self._exactly(word) for word in words[:-1]), self._begun(words[-1])]))
        found |= dict.fromkeys(holding)

        # A title that begins so is among those that hold all words, unless there are more of these than were asked for.
        if len(holding) >= _OF_A_MATCH:
            # Of what holds "lerlo" and a word with c, few titles begin "lerlo c".
            is_open = len(words) > 1 and len(words[-1]) <= _FEW_LETTERS
            limit = _OF_AN_OPEN if is_open else _OF_A_BEGINNING
            found |= dict.fromkeys(self._matching(self._beginning(words), limit))

        if query.without_years is not None:
            found |= dict.fromkeys(self.of(query.without_years))

        # What holds all of a long query is what was meant: slips would only add what fits less.
        if len(found) < (1 if len(query.joined) >= _LONG else _ENOUGH):
            found |= dict.fromkeys(self._in_spite_of_slips(words))

        return list(found)[:MOST_CANDIDATES]

    def named(self, forms: Iterable[str]) -> Sequence[tuple[int, str]]:
        """The ranks and packed names of films of which a title reads like one of the folded forms, the blanks apart.

        Titles without their articles count as well. The most popular first.
        """
        joined = list(dict.fromkeys(form.replace(" ", "") for form in forms))
        marks = ", ".join("?" * len(joined))
        return self._connection.execute(
            "SELECT n.rank, n.names FROM names n WHERE n.rank IN ("
            f"SELECT rank FROM titles WHERE joined IN ({marks}) ORDER BY rank LIMIT ?) ORDER BY n.rank",
            (*joined, _OF_A_NAME),
        ).fetchall()

    def _titled(self, query: Query) -> Iterable[int]:
        """Films of which a title was typed in full, its words parted or joined in any way."""
        rows = self._connection.execute(
            "SELECT rank FROM titles WHERE joined IN (?, ?) ORDER BY rank LIMIT ?",
            (query.joined, query.in_digits, _OF_A_TITLE),
        )
        return [rank for (rank,) in rows]

    def _matching(self, terms: Sequence[str], limit: int = _OF_A_MATCH) -> Iterable[int]:
        """The most popular films that hold all terms; none where one of them can't be met."""
        if not terms or not all(terms):
            return ()

        rows = self._connection.execute(
            "SELECT rowid FROM docs WHERE docs MATCH ? LIMIT ?", (" AND ".join(terms), limit)
        )
        return [rank for (rank,) in rows]

    def _in_spite_of_slips(self, words: Sequence[str]) -> Iterable[int]:
        """Films that hold each word or one that is like it; below enough, those that lack one of the words."""
        terms = [self._meant(word, is_last=number == len(words) - 1) for number, word in enumerate(words)]
        terms = self._joined(words, terms)
        found = dict.fromkeys(self._matching(terms))

        if len(found) < _ENOUGH and len(terms) > 1:
            # What is not known at all goes first, then each in turn.
            known = [term for term in terms if term]

            if len(known) < len(terms):
                found |= dict.fromkeys(self._matching(known))

            for left_out in range(len(known)) if len(known) > 1 and len(found) < _ENOUGH else ():
                found |= dict.fromkeys(self._matching(known[:left_out] + known[left_out + 1 :]))

        return found

    def _beginning(self, words: Sequence[str]) -> Sequence[str]:
        """Terms for titles that begin with the first of the words, and hold the others."""
        if len(words) == 1:
            return [self._begun(FIRST + words[0])]

        return [f'"{FIRST}{words[0]}"', *(self._exactly(word) for word in words[1:-1]), self._begun(words[-1])]

    def _exactly(self, word: str) -> str:
        return _term([word, *same_number(word)])

    def _begun(self, word: str) -> str:
        """A term for words that begin so, or are the same number.

        The index has lists for prefixes of up to four letters; what begins with more is soon gathered.
        """
        others = "".join(f' OR "{way}"' for way in same_number(word))
        return f'("{word}" *{others})'

    def _expanded(self, prefix: str) -> list[str]:
        """The most frequent words that begin so."""
        rows = self._connection.execute(
            "SELECT word FROM words WHERE word >= ? AND word < ? ORDER BY films DESC LIMIT ?",
            (prefix, prefix + "\U0010ffff", _EXPANSIONS),
        )
        return [word for (word,) in rows]

    def _meant(self, word: str, *, is_last: bool) -> str:
        """A term for all that the word may mean; empty where nothing is like it."""
        begun = self._expanded(word) if is_last or len(word) > _OWN_PREFIX_LISTS else []
        alternatives = [*([word] if self._is_known(word) else []), *begun, *self._nearest(word), *same_number(word)]
        split = [f'("{first}" AND "{second}")' for first, second in self._split(word)]
        quoted = [f'"{one}"' for one in dict.fromkeys(alternatives)]
        return f"({' OR '.join((*quoted, *split))})" if quoted or split else ""

    def _joined(self, words: Sequence[str], terms: list[str]) -> list[str]:
        """The terms, where two words that stand side by side are known as one also that one."""
        terms = list(terms)

        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]

            if self._is_known(joined):
                parts = f"({terms[at]} AND {terms[at + 1]}) OR " if terms[at] and terms[at + 1] else ""
                terms[at] = f'({parts}"{joined}")'
                # What the pair stands for is asked once, at its first word.
                terms[at + 1] = terms[at]

        return list(dict.fromkeys(terms)) if len(set(terms)) < len(terms) else terms

    def _is_known(self, word: str) -> bool:
        return self._connection.execute("SELECT 1 FROM words WHERE word = ?", (word,)).fetchone() is not None

    def _split(self, word: str) -> Iterable[tuple[str, str]]:
        """Ways to part the word into two known ones: "spider man" for "spiderman"."""
        cuts = range(_LEAST_PART, len(word) - _LEAST_PART + 1)
        pairs = ((word[:cut], word[cut:]) for cut in cuts)
        return [(first, second) for first, second in pairs if self._is_known(first) and self._is_known(second)]

    def _nearest(self, word: str) -> list[str]:
        """Known words that are a slip or two from this one, the nearest first, then the most frequent."""
        if not has_rests(word):
            return []

        hashes = list(rests(word))
        marks = ", ".join("?" * len(hashes))
        rows = self._connection.execute(
            f"SELECT DISTINCT w.word, w.films FROM rests r JOIN words w ON w.id = r.word WHERE r.hash IN ({marks})"
            " LIMIT ?",
            (*hashes, _RESTS_SEEN),
        )
        most = 1 if len(word) < 6 else 2
        near = [(OSA.distance(word, known, score_cutoff=most), -films, known) for known, films in rows]
        return [known for distance, _, known in sorted(near) if 0 < distance <= most][:_NEAREST]


def _term(words: Iterable[str]) -> str:
    """A term for any of the words; empty where there is none."""
    quoted = [f'"{word}"' for word in dict.fromkeys(words)]
    return f"({' OR '.join(quoted)})" if quoted else ""


def _parts(words: Iterable[str]) -> list[str]:
    """The words as the index has them: those of scripts without spaces as pairs of characters."""
    found: list[str] = []

    for word in words:
        for run, is_spaceless in runs(word):
            if is_spaceless and len(run) > 1:
                found += [run[at : at + 2] for at in range(len(run) - 1)]
            else:
                found.append(run)

    return list(dict.fromkeys(found))

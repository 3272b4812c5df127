"""The films' facts held against Wikidata's, from a table with a line per film."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from rapidfuzz import fuzz

from data.catalogue.folding import fold
from data.models import Film, Model

COLUMNS = frozenset({"item", "label", "imdb_id", "publication_date", "country_item"})
"""The columns that a table of facts must have."""

_LEAST_LIKENESS = 75.0
"""Below this a label is no spelling of the title: "Bronenosets Potemkin" and "Bronenosets Potyomkin" have 95."""

COUNTRY_ITEMS: dict[str, tuple[str, ...]] = {
    "Q30": ("United States",),
    "Q142": ("France",),
    "Q17": ("Japan",),
    "Q145": ("United Kingdom",),
    "Q183": ("Germany", "West Germany", "East Germany"),
    "Q713750": ("West Germany",),
    "Q16957": ("East Germany",),
    "Q41304": ("Germany",),
    "Q7318": ("Germany",),
    "Q43287": ("Germany",),
    "Q668": ("India",),
    "Q129286": ("India",),
    "Q38": ("Italy",),
    "Q172579": ("Italy",),
    "Q15180": ("Soviet Union",),
    "Q159": ("Russia", "Soviet Union"),
    "Q794": ("Iran",),
    "Q408": ("Australia",),
    "Q155": ("Brazil",),
    "Q29": ("Spain",),
    "Q96": ("Mexico",),
    "Q148": ("China",),
    "Q13426199": ("China",),
    "Q79": ("Egypt",),
    "Q8646": ("Hong Kong",),
    "Q664": ("New Zealand",),
    "Q34": ("Sweden",),
    "Q869": ("Thailand",),
    "Q884": ("South Korea",),
    "Q865": ("Taiwan",),
    "Q36": ("Poland",),
    "Q33946": ("Czechoslovakia",),
    "Q213": ("Czech Republic", "Czechoslovakia"),
    "Q214": ("Slovakia", "Czechoslovakia"),
    "Q928": ("Philippines",),
    "Q1041": ("Senegal",),
    "Q258": ("South Africa",),
    "Q414": ("Argentina",),
    "Q55": ("Netherlands",),
    "Q29999": ("Netherlands",),
    "Q45": ("Portugal",),
    "Q843": ("Pakistan",),
    "Q766": ("Jamaica",),
    "Q43": ("Turkey",),
    "Q912": ("Mali",),
    "Q39": ("Switzerland",),
    "Q28": ("Hungary",),
    "Q16": ("Canada",),
    "Q407199": ("Palestine",),
    "Q219060": ("Palestine",),
    "Q218": ("Romania",),
    "Q801": ("Israel",),
    "Q252": ("Indonesia",),
    "Q851": ("Saudi Arabia",),
    "Q739": ("Colombia",),
    "Q424": ("Cambodia",),
    "Q822": ("Lebanon",),
    "Q31": ("Belgium",),
    "Q40": ("Austria",),
    "Q35": ("Denmark",),
    "Q756617": ("Denmark",),
    "Q20": ("Norway",),
    "Q33": ("Finland",),
    "Q27": ("Ireland",),
    "Q41": ("Greece",),
    "Q36704": ("Yugoslavia",),
    "Q83286": ("Yugoslavia",),
    "Q241": ("Cuba",),
    "Q298": ("Chile",),
    "Q262": ("Algeria",),
    "Q948": ("Tunisia",),
    "Q1028": ("Morocco",),
    "Q965": ("Burkina Faso",),
    "Q881": ("Vietnam",),
    "Q902": ("Bangladesh",),
    "Q717": ("Venezuela",),
    "Q419": ("Peru",),
    "Q77": ("Uruguay",),
    "Q889": ("Afghanistan",),
    "Q222": ("Albania",),
    "Q399": ("Armenia",),
    "Q227": ("Azerbaijan",),
    "Q778": ("Bahamas",),
    "Q184": ("Belarus",),
    "Q917": ("Bhutan",),
    "Q750": ("Bolivia",),
    "Q225": ("Bosnia and Herzegovina",),
    "Q219": ("Bulgaria",),
    "Q1009": ("Cameroon",),
    "Q224": ("Croatia",),
    "Q229": ("Cyprus",),
    "Q974": ("Democratic Republic of the Congo",),
    "Q786": ("Dominican Republic",),
    "Q736": ("Ecuador",),
    "Q792": ("El Salvador",),
    "Q191": ("Estonia",),
    "Q115": ("Ethiopia",),
    "Q230": ("Georgia",),
    "Q1206012": ("Germany",),
    "Q117": ("Ghana",),
    "Q223": ("Greenland",),
    "Q774": ("Guatemala",),
    "Q790": ("Haiti",),
    "Q1054923": ("Hong Kong",),
    "Q189": ("Iceland",),
    "Q796": ("Iraq",),
    "Q810": ("Jordan",),
    "Q232": ("Kazakhstan",),
    "Q114": ("Kenya",),
    "Q1246": ("Kosovo",),
    "Q813": ("Kyrgyzstan",),
    "Q819": ("Laos",),
    "Q211": ("Latvia",),
    "Q1016": ("Libya",),
    "Q37": ("Lithuania",),
    "Q32": ("Luxembourg",),
    "Q833": ("Malaysia",),
    "Q217": ("Moldova",),
    "Q236": ("Montenegro",),
    "Q1029": ("Mozambique",),
    "Q837": ("Nepal",),
    "Q1033": ("Nigeria",),
    "Q423": ("North Korea",),
    "Q221": ("North Macedonia",),
    "Q23792": ("Palestine",),
    "Q804": ("Panama",),
    "Q733": ("Paraguay",),
    "Q211274": ("Poland",),
    "Q1183": ("Puerto Rico",),
    "Q846": ("Qatar",),
    "Q34266": ("Russia",),
    "Q1037": ("Rwanda",),
    "Q403": ("Serbia",),
    "Q37024": ("Serbia", "Yugoslavia"),
    "Q334": ("Singapore",),
    "Q215": ("Slovenia",),
    "Q854": ("Sri Lanka",),
    "Q858": ("Syria",),
    "Q863": ("Tajikistan",),
    "Q574": ("Timor-Leste",),
    "Q874": ("Turkmenistan",),
    "Q212": ("Ukraine",),
    "Q878": ("United Arab Emirates",),
    "Q26": ("United Kingdom",),
    "Q838261": ("Yugoslavia", "Serbia"),
    "Q954": ("Zimbabwe",),
}
"""Wikidata's items of countries, and our names for the states that stood there."""


class Fact(Model):
    """What Wikidata knows of a film. Empty means unknown."""

    item: str
    label: str
    imdb_id: str
    publication_date: str
    country_item: str

    @property
    def year(self) -> int | None:
        """The year of the publication date."""
        return int(self.publication_date[:4]) if self.publication_date[:4].isdecimal() else None


class Facts:
    """Wikidata's films by its own ids and by IMDb's."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_item: dict[str, Fact] = {}
        self._by_imdb_id: dict[str, Fact] = {}

        for fact in facts:
            self._by_item.setdefault(fact.item, fact)

            if fact.imdb_id:
                self._by_imdb_id.setdefault(fact.imdb_id, fact)

    def compare(self, film: Film) -> tuple[list[str], list[str]]:
        """What is wrong with the film, and what is only worth a look, a sentence each."""
        fact = self._by_item.get(film.wikidata_id or "") or self._by_imdb_id.get(film.imdb_id or "")

        if film.wikidata_id and film.wikidata_id not in self._by_item:
            return [f"Wikidata has no film {film.wikidata_id}"], []

        if fact is None:
            return [], [f"{film.imdb_id or film.key} is not among the facts"]

        faults = list(_differences(film, fact))
        notes: list[str] = []
        years_apart = abs((fact.year or 0) - (film.year or 0)) if fact.year and film.year else 0

        if years_apart > 1:
            faults.append(f"year is {film.year}, but Wikidata has {fact.publication_date}")
        elif years_apart:
            notes.append(f"year is {film.year}, and Wikidata has {fact.publication_date}")

        if film.wikidata_id is None:
            notes.append(f"Wikidata has it as {fact.item}")

        if fact.country_item and fact.country_item not in COUNTRY_ITEMS:
            notes.append(f"Wikidata's country {fact.country_item} has no name of ours")

        return faults, notes


def read_facts(path: Path) -> Facts:
    """Wikidata's facts from a table with tabs between columns, compressed by gzip or not.

    Raises ValueError where a column is missing, and OSError.
    """
    return Facts(_rows(path))


def _rows(path: Path) -> Iterator[Fact]:
    with path.open("rb") as raw:
        is_compressed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        text = TextIOWrapper(gzip.GzipFile(fileobj=raw) if is_compressed else raw, "utf-8", newline="")
        table = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = COLUMNS - set(table.fieldnames or ())

        if missing:
            raise ValueError(f"{path} lacks the columns {', '.join(sorted(missing))}")

        for row in table:
            yield Fact.model_validate({column: row[column] or "" for column in COLUMNS})


def _differences(film: Film, fact: Fact) -> Iterator[str]:
    if film.imdb_id and fact.imdb_id and film.imdb_id != fact.imdb_id:
        yield f"imdb_id is {film.imdb_id}, but Wikidata has {fact.imdb_id}"

    if fact.label and not any(_is_like(fact.label, title) for title in film.titles):
        yield f"no title is like Wikidata's, {fact.label}"

    names = COUNTRY_ITEMS.get(fact.country_item)

    if names and not set(names) & set(film.countries):
        yield f"countries lack {' or '.join(names)}, which Wikidata has"


def _is_like(label: str, title: str) -> bool:
    some, other = fold(label), fold(title)
    return some in other or other in some or fuzz.ratio(some, other) >= _LEAST_LIKENESS

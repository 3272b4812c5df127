"""What Wikidata's API answers: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html."""

from typing import Any

from tests.providers.stand_in import Asked, Json, Said

CONTACT = "tests@example.org"

LANTERN, PERSON, ALIAS = "Q900001", "Q900010", "Q900009"
"""A film that no catalogue here knows, somebody of that name, and an item that was merged into the film's."""

FILM, ANIME, SERIES, HUMAN = "Q11424", "Q20650540", "Q5398426", "Q5"


def value(content: Any, kind: str = "string", rank: str = "normal") -> Json:
    """A statement that says something."""
    return {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": content, "type": kind}},
        "type": "statement",
        "rank": rank,
    }


def nothing(snak: str = "somevalue") -> Json:
    """A statement that says "unknown", or "none"."""
    return {"mainsnak": {"snaktype": snak}, "type": "statement", "rank": "normal"}


def item(item_id: str, rank: str = "normal") -> Json:
    """A statement that leads to an item."""
    return value({"entity-type": "item", "numeric-id": int(item_id[1:]), "id": item_id}, "wikibase-entityid", rank)


def moment(time: str, precision: int = 11, rank: str = "normal") -> Json:
    """A statement of a date."""
    content = {
        "time": time,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return value(content, "time", rank)


def amount(number: str, unit: str = "Q7727") -> Json:
    """A statement of a quantity; of minutes, unless said otherwise."""
    return value({"amount": number, "unit": f"http://www.wikidata.org/entity/{unit}"}, "quantity")


def entity(item_id: str, label: str, claims: dict[str, list[Json]] | None = None, **parts: Any) -> Json:
    """An item. Without statements its map of them is a list."""
    made: Json = {
        "type": "item",
        "id": item_id,
        "labels": {"en": {"language": "en", "value": label}} if label else [],
        "aliases": [],
        "claims": claims or [],
    }
    return made | parts


def lantern() -> Json:
    """The Lantern Seller, with all that is asked for."""
    claims = {
        "P31": [item(FILM)],
        "P1476": [value({"text": "Prodavač svitilen", "language": "cs"}, "monolingualtext")],
        "P57": [item("Q900020")],
        "P161": [item("Q900021"), nothing(), item("Q900022")],
        "P577": [
            moment("+1969-03-14T00:00:00Z"),
            moment("+1968-00-00T00:00:00Z", 9),
            moment("+1960-00-00T00:00:00Z", 8),
        ],
        "P2047": [amount("+83")],
        "P136": [item("Q130232")],
        "P495": [item("Q33946")],
        "P364": [item("Q9056")],
        "P345": [value("tt90000042")],
        "P4947": [value("900042")],
    }
    aliases = {"en": [{"language": "en", "value": "Seller of Lanterns"}]}
    return entity(LANTERN, "The Lantern Seller", claims, aliases=aliases)


ITEMS: dict[str, Json] = {
    LANTERN: lantern(),
    PERSON: entity(PERSON, "The Lantern Seller", {"P31": [item(HUMAN)]}),
    HUMAN: entity(HUMAN, "human", {"P279": [item("Q154954")]}),
    "Q154954": entity("Q154954", "natural person"),
    ANIME: entity(ANIME, "anime film", {"P279": [item("Q202866")]}),
    SERIES: entity(SERIES, "television series", {"P279": [item("Q15416")]}),
    "Q15416": entity("Q15416", "television program"),
    "Q900020": entity("Q900020", "Ada Vesely"),
    "Q900021": entity("Q900021", "Jiri Novak"),
    "Q900022": entity("Q900022", ""),
    "Q130232": entity("Q130232", "drama film"),
    "Q33946": entity("Q33946", "Czechoslovakia"),
    "Q9056": entity("Q9056", "Czech"),
}


def wikidata(asked: Asked) -> Said:
    """What Wikidata answers to that."""
    query = asked.query

    match query["action"]:
        case "wbsearchentities":
            words = query["search"].casefold()
            found = [
                one
                for one in ITEMS.values()
                if words == (one["labels"] or {"en": {"value": ""}})["en"]["value"].casefold()
            ]
            return Said({"searchinfo": {"search": words}, "search": [{"id": one["id"]} for one in found], "success": 1})
        case "wbgetentities":
            return Said({"entities": {item_id: _item(item_id) for item_id in query["ids"].split("|")}, "success": 1})
        case "query":
            wanted = query["srsearch"].removeprefix("haswbstatement:P345=")
            found = [LANTERN] if wanted == "tt90000042" else []
            return Said({"query": {"search": [{"ns": 0, "title": title} for title in found]}})
        case action:
            return Said({"error": {"code": "badvalue", "info": f"Unrecognized value for action: {action}"}})


def _item(item_id: str) -> Json:
    if item_id == ALIAS:
        return lantern() | {"redirects": {"from": ALIAS, "to": LANTERN}}

    return ITEMS.get(item_id, {"id": item_id, "missing": ""})

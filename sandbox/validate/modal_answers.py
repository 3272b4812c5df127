"""What a person typed into a modal, held against the form they were shown, as Discord's client does before sending.

The form is one that `check_modal` has accepted. A field that is not named among the values was not touched and keeps
what the form came with; null empties it.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final, cast

from sandbox.errors import Json
from sandbox.validate.fields import is_id

LONGEST_TEXT: Final = 4000

_ROW: Final = 1
_STRING_SELECT: Final = 3
_TEXT_INPUT: Final = 4
_ENTITY_SELECTS: Final = (5, 6, 7, 8)
_SHORT: Final = 1
"""The style of a text input of one line."""

_LABEL: Final = 18
_FILE_UPLOAD: Final = 19
_RADIO_GROUP: Final = 21
_CHECKBOX_GROUP: Final = 22
_CHECKBOX: Final = 23

Attachments = Mapping[str, Sequence[str]]
"""By custom id of an upload field the ids of the files put into it, in their order."""


def fill_modal(
    modal: Json,
    values: Json,
    attachments: Attachments | None = None,
) -> tuple[list[Json], list[str]]:
    """The submission's `components` as Discord sends them, and why the client would not send it.

    `values` holds by custom id a string (text, radio group), a list of strings (selects, check boxes), a boolean
    (check box) or null. When there are problems the components are not to be used. No problems: an empty list.
    """
    answer = _Answer(values, attachments or {})
    components = [answer.fill(component) for component in number_components(modal)]
    return components, [*answer.problems, *answer.unknown()]


def number_components(modal: Json) -> list[Json]:
    """The form's components, each with an `id`: its own, or the lowest free one in reading order, as Discord gives.

    Returns copies; the form stays as it is.
    """
    components: list[Json] = modal["components"]
    taken = {part["id"] for component in components for part in _parts(component) if part.get("id")}
    free = (number for number in count(1) if number not in taken)
    return [_numbered(component, free.__next__) for component in components]


def _parts(component: Json) -> list[Json]:
    """A component of the form's top level and what is in it; keys that its type does not have are ignored."""
    if component["type"] == _LABEL:
        return [component, component["component"]]

    return [component, *component["components"]] if component["type"] == _ROW else [component]


def _numbered(component: Json, next_id: Callable[[], int]) -> Json:
    outer, *inner = ({**part, "id": part.get("id") or next_id()} for part in _parts(component))
    if component["type"] == _LABEL:
        outer["component"] = inner[0]
    elif component["type"] == _ROW:
        outer["components"] = inner

    return outer


class _Answer:
    """One person's values, as they are put into the form field by field."""

    def __init__(self, values: Json, attachments: Attachments) -> None:
        self.values = values
        self.attachments = attachments
        self.problems: list[str] = []
        self.known: set[str] = set()

    def unknown(self) -> list[str]:
        """A sentence for each value that no field of the form has asked for."""
        names = [*self.values, *(name for name in self.attachments if name not in self.values)]
        return [f'The form has no field "{name}".' for name in names if name not in self.known]

    def fill(self, component: Json) -> Json:
        """A component of the form's top level as it is submitted."""
        sent: Json = {"type": component["type"], "id": component["id"]}
        if component["type"] == _LABEL:
            sent["component"] = self._field(component["component"], component["label"])
        elif component["type"] == _ROW:
            sent["components"] = [
                self._field(child, str(child.get("label") or child["custom_id"])) for child in component["components"]
            ]

        return sent

    def _field(self, field: Json, label: str) -> Json:
        custom_id = field["custom_id"]
        self.known.add(custom_id)
        key, read = _READERS[field["type"]]
        sent: Json = {"type": field["type"], "id": field["id"], "custom_id": custom_id}
        sent[key] = read(self, field, label)
        return sent

    def _problem(self, label: str, sentence: str) -> None:
        self.problems.append(f"{label}: {sentence}")

    def _value(self, field: Json, untouched: Any) -> Any:
        return self.values.get(field["custom_id"], untouched)

    def text(self, field: Json, label: str) -> str:
        """What stands in a text input."""
        value = self._value(field, field.get("value"))
        if value is not None and not isinstance(value, str):
            self._problem(label, "must be a text.")
            return ""

        text = value or ""
        most = _or_default(field.get("max_length"), LONGEST_TEXT)
        least = _or_default(field.get("min_length"), 0)
        if not text.strip():
            if _is_required(field):
                self._problem(label, "must be filled in.")

        elif len(text) > most:
            self._problem(label, f"must be {most} or fewer characters long.")
        elif len(text) < least:
            self._problem(label, f"must be {least} or more characters long.")
        elif field["style"] == _SHORT and "\n" in text:
            self._problem(label, "must be a single line.")

        return text

    def chosen(self, field: Json, label: str) -> list[str]:
        """What is chosen in a string select or a group of check boxes."""
        options: list[Json] = field["options"]
        untouched = [option["value"] for option in options if option.get("default") is True]
        values = self._list(field, label, untouched)
        if values is None:
            return []

        known = {option["value"] for option in options}
        for value in values:
            if value not in known:
                self._problem(label, f'"{value}" is not one of the options.')

        most = len(options) if field["type"] == _CHECKBOX_GROUP else 1
        self._count(field, label, len(values), most)
        # Discord sends them in the order of the options, whatever the order of choosing.
        return [option["value"] for option in options if option["value"] in values]

    def entities(self, field: Json, label: str) -> list[str]:
        """Who or what is chosen in a select of users, roles or channels: ids."""
        defaults: list[Json] = field.get("default_values") or []
        values = self._list(field, label, [str(default["id"]) for default in defaults])
        if values is None:
            return []

        for value in values:
            if not is_id(value):
                self._problem(label, f'"{value}" is no id.')

        self._count(field, label, len(values), 1)
        return values

    def files(self, field: Json, label: str) -> list[str]:
        """The ids of the files in an upload."""
        custom_id = field["custom_id"]
        files = list(self.attachments.get(custom_id, ()))
        if self.values.get(custom_id):
            self._problem(label, "files are uploaded, not typed.")

        self._count(field, label, len(files), 1)
        return files

    def radio(self, field: Json, label: str) -> str | None:
        """The option chosen in a radio group; None when there is none."""
        options: list[Json] = field["options"]
        untouched = next((option["value"] for option in options if option.get("default") is True), None)
        value = self._value(field, untouched)
        if value is None:
            if _is_required(field):
                self._problem(label, "choose one.")

            return None

        if not isinstance(value, str) or all(option["value"] != value for option in options):
            self._problem(label, f'"{value}" is not one of the options.')
            return None

        return value

    def checkbox(self, field: Json, label: str) -> bool:
        """Whether a check box is ticked."""
        value = self._value(field, field.get("default"))
        if value is not None and not isinstance(value, bool):
            self._problem(label, "must be true or false.")
            return False

        return bool(value)

    def _list(self, field: Json, label: str, untouched: list[str]) -> list[str] | None:
        """The chosen values; None, and told, when they are no list of texts."""
        value = self._value(field, untouched)
        if value is None:
            return []

        if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[Any]", value)):
            self._problem(label, "must be a list of texts.")
            return None

        values = cast("list[str]", value)
        if len(set(values)) != len(values):
            self._problem(label, "chooses something twice.")

        return values

    def _count(self, field: Json, label: str, number: int, default_most: int) -> None:
        """Nothing at all is right where nothing is required, whatever the least number of a choice."""
        if number == 0 and not _is_required(field):
            return

        least = _or_default(field.get("min_values"), 1)
        most = _or_default(field.get("max_values"), default_most)
        if number < least:
            self._problem(label, f"choose at least {least}.")
        elif number > most:
            self._problem(label, f"choose at most {most}.")


def _is_required(field: Json) -> bool:
    return field.get("required") is not False


def _or_default(value: int | None, default: int) -> int:
    return default if value is None else value


_READERS: Final[dict[int, tuple[str, Callable[[_Answer, Json, str], Any]]]] = {
    _TEXT_INPUT: ("value", _Answer.text),
    _STRING_SELECT: ("values", _Answer.chosen),
    **dict.fromkeys(_ENTITY_SELECTS, ("values", _Answer.entities)),
    _FILE_UPLOAD: ("values", _Answer.files),
    _RADIO_GROUP: ("value", _Answer.radio),
    _CHECKBOX_GROUP: ("values", _Answer.chosen),
    _CHECKBOX: ("value", _Answer.checkbox),
}

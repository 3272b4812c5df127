"""What the client API takes, checked."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sandbox.protocol import Json
from sandbox.snowflakes import parse_id


class ClientError(Exception):
    """A request of a person that is refused, with a sentence that says why."""

    def __init__(self, status: int, sentence: str, code: int | None = None) -> None:
        super().__init__(status, sentence, code)
        self.status = status
        self.sentence = sentence
        self.code = code


def _to_id(value: object) -> int:
    number = parse_id(value)
    if number is None:
        message = "an id is a string of digits"
        raise ValueError(message)

    return number


Id = Annotated[int, BeforeValidator(_to_id)]


class ClientRequest(BaseModel):
    """A request of one person."""

    model_config = ConfigDict(extra="ignore")

    user: Id


class Say(ClientRequest):
    """A plain message."""

    content: Annotated[str, Field(max_length=2000)]


class TypedOption(BaseModel):
    """One option as it is typed, or a sub-command with its options."""

    model_config = ConfigDict(extra="ignore")

    name: str
    type: int | None = None
    value: str | int | float | bool | None = None
    options: list["TypedOption"] | None = None
    focused: bool | None = None


class UseCommand(ClientRequest):
    """A command, or one that is still being typed."""

    channel_id: Id
    command_id: Id
    options: list[TypedOption] = []
    target_id: Id | None = None

    def typed(self) -> list[Json]:
        """The options as Discord's client sends them."""
        return [option.model_dump(exclude_none=True) for option in self.options]


class UseComponent(ClientRequest):
    """A button pressed, or values selected."""

    channel_id: Id
    message_id: Id
    custom_id: str
    values: list[str] = []


class SendForm(ClientRequest):
    """A form filled in."""

    interaction_id: Id
    values: dict[str, str | list[str] | bool | None] = {}


class InviteBot(ClientRequest):
    """The bot invited, or thrown out."""

    present: bool

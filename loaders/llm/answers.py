"""The answer of a language model as typed values; what the schema asks for and a server did not keep to is refused."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ontology.errors import InvalidStatement, ModelError

Number = Annotated[float, Field(allow_inf_nan=False)]


class Part(BaseModel):
    """Fields as they are, none besides."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class End(Part):
    """A subject or an object: its name as it stands in the document, and its class."""

    name: str
    type: str


class Told(Part):
    """What relations and figures share."""

    subject: End
    status: str
    period: str | None = None
    evidence: str


class Relation(Told):
    """A relation; qualifiers that are null were not said."""

    predicate: str
    object: End
    qualifiers: dict[str, Number | str | None] = {}


class Figure(Told):
    """A figure."""

    metric: str
    value: Number
    max: Number | None = None
    unit: str | None = None
    product: str | None = None


class Answer(Part):
    """All that a paragraph gave; each item is looked at alone, so that one bad item costs no other."""

    relations: list[Any]
    figures: list[Any]


class Message(BaseModel):
    """The words of the model, or why it says none."""

    content: str | None = None
    refusal: str | None = None


class Choice(BaseModel):
    """One answer of a completion."""

    message: Message
    finish_reason: str | None = None


class Completion(BaseModel):
    """What an endpoint sends."""

    choices: Annotated[list[Choice], Field(min_length=1)]


class Trouble(BaseModel):
    """What an endpoint says of an error."""

    message: str = ""


class Failure(BaseModel):
    """What an endpoint sends instead of a completion."""

    error: Trouble | str


T = TypeVar("T", bound=Told)


def content(raw: bytes) -> str:
    """The words of the model in an endpoint's answer; ModelError where there are none or they were cut off."""
    try:
        choice = Completion.model_validate_json(raw).choices[0]
    except ValidationError as error:
        raise ModelError(f"what the endpoint sends is no chat completion ({_first(error)})") from error
    if choice.message.refusal:
        raise ModelError("it refuses")
    if choice.finish_reason == "length":
        raise ModelError("its answer was cut off; let it write more")
    if not choice.message.content:
        raise ModelError("it says nothing")
    return choice.message.content


def trouble(raw: bytes) -> str:
    """The endpoint's own words on an error, "" where it has none."""
    try:
        error = Failure.model_validate_json(raw).error
    except ValidationError:
        return ""
    return error if isinstance(error, str) else error.message


def answer(text: str) -> Answer:
    """The model's words as an answer; ModelError where they are none."""
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        raise ModelError(f"its answer is not the JSON that was asked for ({_first(error)})") from error


def item(kind: type[T], row: object) -> T:
    """One relation or figure; InvalidStatement where it is none."""
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        raise InvalidStatement(f"not the schema's {kind.__name__.lower()}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    """Where the first fault is and of what kind, without the words that were sent."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return " ".join(filter(None, (".".join(str(p) for p in first["loc"])[:80], first["type"].replace("_", " "))))

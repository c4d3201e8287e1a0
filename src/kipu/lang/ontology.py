"""The event types and their equivalents in the vocabularies of the field."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kipu.lang.resources import load_toml

AcledType = Literal[
    "Battles",
    "Explosions/Remote violence",
    "Protests",
    "Riots",
    "Strategic developments",
    "Violence against civilians",
]
"""Event types of ACLED. Source: ACLED Codebook, table of event and sub-event types."""


class CodedTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term of another vocabulary, with the code that stands for it there."""

    code: str
    term: str


class AcledEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event type of ACLED; ``sub_type`` is ``None`` where all of its sub-event types fit."""

    type: AcledType
    sub_type: str | None = None


class FtmSchema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A schema of FollowTheMoney, and its properties by the role, "place" or "time" they hold."""

    schema: str
    properties: Mapping[str, str] = {}


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One type of the ontology; the fields are explained at the head of ``ontology.toml``."""

    en: str
    es: str
    definition: str
    family: str
    roles: Mapping[str, tuple[str, ...]]
    plover: str | None = None
    ace: str | None = None
    cameo: CodedTerm | None = None
    acled: AcledEvent | None = None
    huridocs: tuple[CodedTerm, ...] = ()
    ftm: FtmSchema | None = None
    schema_org: str | None = None

    def __post_init__(self) -> None:
        if self.cameo is not None and not re.fullmatch(r"\d{2,3}", self.cameo.code):
            raise ValueError(f"CAMEO code {self.cameo.code} has not two or three digits")
        for act in self.huridocs:
            if not re.fullmatch(r"\d{12}", act.code):
                raise ValueError(f"HURIDOCS code {act.code} has not twelve digits")
        held = set(self.ftm.properties) if self.ftm is not None else set[str]()
        if not held <= {*self.roles, "place", "time"}:
            raise ValueError(f"ftm maps roles that the type has not: {sorted(held)}")


class Ontology(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All event types, by id."""

    types: Mapping[str, EventType]


@cache
def load_ontology() -> Ontology:
    """Load the event types.

    Raises:
        ResourceError: An equivalent is not shaped as its vocabulary has it.
    """
    return load_toml(Ontology, "ontology.toml")

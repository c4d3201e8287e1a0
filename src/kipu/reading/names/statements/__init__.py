"""What a document states of persons and bodies: offices, kin, membership, birth, age."""

from collections.abc import Sequence

from kipu.lang.names import NameLexicon
from kipu.model.documents import Document
from kipu.model.readings import Statement
from kipu.model.syntax import Syntax
from kipu.model.times import Timex
from kipu.reading.coreference.entities import Entities
from kipu.reading.names.statements.kinship import read_kinship
from kipu.reading.names.statements.lives import read_lives
from kipu.reading.names.statements.offices import read_bodies, read_employers, read_offices
from kipu.reading.names.statements.scene import make_scene


def read_statements(
    doc: Document,
    syntax: Syntax,
    entities: Entities,
    timexes: Sequence[Timex],
    lexicon: NameLexicon,
) -> tuple[Statement, ...]:
    """Read what a document states of the entities that it names, in the order of the text.

    A statement that is made twice in the same words is kept once, where it stands first. An office
    that was held before has ``time.mod`` BEFORE, without an interval where none is told.
    """
    scene = make_scene(doc, syntax, entities, timexes, lexicon)
    found = [
        *read_offices(scene),
        *read_employers(scene),
        *read_bodies(scene),
        *read_kinship(scene),
        *read_lives(scene),
    ]
    found.sort(key=lambda s: (s.span.start, s.span.end, s.property, s.value))
    unique = {(s.subject, s.property, s.value.lower(), s.object): s for s in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda s: (s.span.start, s.span.end, s.property)))


__all__ = ["read_statements"]

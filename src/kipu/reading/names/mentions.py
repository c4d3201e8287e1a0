"""The phrases of a document that name or describe persons, bodies and places."""

from kipu.lang.names import Gender, NameLexicon
from kipu.model.readings import EntityType
from kipu.reading.names.families import family_of
from kipu.reading.names.margins import margin_names
from kipu.reading.names.nominals import find_nominals
from kipu.reading.names.phrases import Phrase
from kipu.reading.names.pronouns import find_pronouns
from kipu.reading.names.quotations import find_quotations
from kipu.reading.names.runs import find_runs
from kipu.reading.names.segments import Segment, cut_runs, fold
from kipu.reading.names.typing import name_head, name_types
from kipu.reading.trees import Tree


def find_phrases(tree: Tree, lexicon: NameLexicon) -> tuple[Phrase, ...]:
    """Find all names, descriptions and pronouns of a document's trees, in the order of the text."""
    segments = cut_runs(tree, lexicon, find_runs(tree, lexicon))
    types = name_types(tree, lexicon, segments)
    named = [segment for segment in segments if segment.key in types]
    taken = frozenset(t for s in named for t in range(s.first, s.end))
    surnames = frozenset(
        fold(segment.words[-1])
        for segment in named
        if len(segment.words) > 1 and types[segment.key] == "person"
    )
    names = [_name(tree, lexicon, segment, types[segment.key], surnames) for segment in named]
    phrases = [
        *names,
        *find_nominals(tree, lexicon, taken),
        *find_pronouns(tree, lexicon, find_quotations(tree, lexicon)),
        *margin_names(tree.doc, lexicon),
    ]
    unique = {(p.span.start, p.span.end): p for p in reversed(phrases)}
    return tuple(sorted(unique.values(), key=lambda p: (p.span.start, -p.span.end)))


def _name(
    tree: Tree,
    lexicon: NameLexicon,
    segment: Segment,
    kind: EntityType,
    surnames: frozenset[str],
) -> Phrase:
    person = kind == "person"
    before = tree.lower[segment.first - 1] if segment.first else ""
    return Phrase(
        span=tree.span(segment.first if person else segment.start, segment.end - 1),
        start=segment.first if person else segment.start,
        end=segment.end,
        head=name_head(tree, segment),
        kind="name",
        type=kind,
        words=segment.words,
        titles=segment.titles if person else (),
        family=family_of(lexicon, segment.words, kind),
        gender=_gender(lexicon, segment, surnames) if person else "n",
        determination="definite",
        first=segment.start,
        other=before in lexicon.words.of_two,
        given=person and before in lexicon.kin and len(segment.words) == 1,
    )


def _gender(lexicon: NameLexicon, segment: Segment, surnames: frozenset[str]) -> Gender:
    """Give the sex that a title or a given name tells; a surname alone tells none ("Benjamin")."""
    for title in segment.titles:
        known = lexicon.titles.get(title) or lexicon.persons.get(title)
        if known is not None and known.gender in ("m", "f"):
            return known.gender
    if len(segment.words) == 1 and segment.key in surnames:
        return "-"
    return lexicon.given.get(segment.words[0].title(), "-")

"""Resolve what several readings say to entities, events, contradictions and copies."""

from collections.abc import Sequence

from kipu.lang.resolution import ResolutionRules
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution
from kipu.resolution.copies import find_copies
from kipu.resolution.entities import resolve_entities
from kipu.resolution.sources import gather_sources, read_links


def resolve(
    readings: Sequence[Reading], judgements: Sequence[Judgement], rules: ResolutionRules
) -> Resolution:
    """Resolve a record; the order of the readings makes no difference."""
    sources = gather_sources(readings)
    links = read_links(judgements, sources)
    copies, overlaps = find_copies(sources, rules.weights.copies)
    entities = resolve_entities(sources, overlaps, links, rules)
    return Resolution(entities, (), (), copies)

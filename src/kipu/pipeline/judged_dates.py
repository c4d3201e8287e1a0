"""Documents dated by people: their readings are of that date, as long as the judgement stands."""

from collections.abc import Iterable

from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.record import Inputs

Redated = tuple[Reading, Reading | None]
"""A reading that is to be stored, and the one that kipu made of it where a person dated it."""


def redated(inputs: Inputs) -> list[Redated]:
    """Give the readings that get another date: by a person, or from what the others tell."""
    from kipu.pipeline.dating import as_read, date_by_record
    from kipu.pipeline.reading import redate

    dates = _dates(inputs.judgements)
    machine: list[Reading] = []
    present: list[Reading] = []
    for stored in inputs.readings:
        own = inputs.machine.get(stored.doc.id, stored)
        date = dates.get(stored.doc.sha256)
        machine.append(own)
        present.append(own if date is None else redate(as_read(own), date))
    after = date_by_record(present)
    return [
        (new, own if stored.doc.sha256 in dates else None)
        for stored, own, new in zip(inputs.readings, machine, after, strict=True)
        if new != stored or (stored.doc.sha256 in dates) != (stored.doc.id in inputs.machine)
    ]


def _dates(judgements: Iterable[Judgement]) -> dict[str, CreationTime]:
    return {
        judgement.target.document: CreationTime(
            edtf.parse(judgement.value), "metadata", metadata="judgement"
        )
        for judgement in judgements
        if judgement.kind == "date" and judgement.in_effect and judgement.value
    }

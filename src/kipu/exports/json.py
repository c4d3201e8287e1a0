"""The record as one JSON object, kipu's own lossless form."""

from collections.abc import Sequence

from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution


def export_json(
    readings: Sequence[Reading],
    resolution: Resolution,
    judgements: Sequence[Judgement],
    *,
    with_text: bool,
) -> bytes:
    """Write a record as JSON; two exports of the same record are equal byte by byte.

    With its texts, an export holds all that the readings hold and can be imported again.
    """
    raise NotImplementedError

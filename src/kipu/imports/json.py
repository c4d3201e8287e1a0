"""Reads what :mod:`kipu.exports.json` writes."""

import msgspec

from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution


class Imported(msgspec.Struct, frozen=True):
    """A record as it was exported."""

    readings: tuple[Reading, ...]
    resolution: Resolution
    judgements: tuple[Judgement, ...]


def import_json(data: bytes) -> Imported:
    """Read an exported record.

    Raises:
        RecordError: It is no export of kipu, holds no texts, or is damaged; the message says where.
    """
    raise NotImplementedError

"""Which mentions of one document name the same person, body or place."""

from kipu.reading.coreference.entities import Entities, read_entities

__all__ = ["Entities", "read_entities"]

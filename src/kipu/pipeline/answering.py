"""Opening a record to ask it."""

from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place


def open_answering(path: Place) -> Record:
    """Open a record that is there to be asked, and work out what follows from its documents.

    It is opened for reading only unless something is to be worked out, so that questions can be
    asked of a record on a read-only disk or one that is being added to.

    Raises:
        RecordError: It is not there, or is no record.
    """
    record = open_record(path, read_only=True)
    if record.is_resolved():
        return record
    record.close()
    return open_record(path, create=False)

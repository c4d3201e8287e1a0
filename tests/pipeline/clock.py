"""Read documents on a day that is not today: ``python -m tests.pipeline.clock 1999-12-31 FILE...``.

The clock is set before anything of kipu is imported. The readings are written as JSON.
"""

import datetime
import sys
import time
from typing import Any

DAY = datetime.datetime.fromisoformat(sys.argv[1]).replace(hour=12, tzinfo=datetime.UTC)
STAMP = DAY.timestamp()


class Clock(datetime.datetime):
    """What tells the faked time in place of ``datetime.datetime``."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        """Tell the faked time."""
        return DAY.astimezone(tz) if tz else DAY.replace(tzinfo=None)

    utcnow = today = now


def main() -> None:
    """Set the clock and read."""
    local, zone = time.localtime, time.gmtime
    time.time = lambda: STAMP
    time.time_ns = lambda: int(STAMP * 1e9)
    time.localtime = lambda seconds=STAMP: local(seconds)
    time.gmtime = lambda seconds=STAMP: zone(seconds)
    datetime.datetime = Clock  # type: ignore[misc]
    assert datetime.date.today() == DAY.date(), "the clock could not be set"  # noqa: DTZ011

    import msgspec

    import kipu

    for path in sys.argv[2:]:
        doc = kipu.load(path, uri="text")
        sys.stdout.buffer.write(msgspec.json.encode(kipu.read(doc)) + b"\n")
        sys.stdout.buffer.write(msgspec.json.encode(kipu.read_times(doc.text)) + b"\n")


if __name__ == "__main__":
    main()

"""Read documents on a day that is not today: ``python -m tests.pipeline.clock 1999-12-31 FILE...``.

The clock is set before anything of kipu is imported. The readings are written as JSON.
"""

import datetime
import sys
import time
from typing import Any


class Clock(datetime.datetime):
    """What tells the faked time in place of ``datetime.datetime``."""

    noon: datetime.datetime

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        """Tell the faked time."""
        return cls.noon.astimezone(tz) if tz else cls.noon.replace(tzinfo=None)

    utcnow = today = now


def set_clock(day: datetime.datetime) -> None:
    """Make it noon of a day, for good."""
    stamp = day.timestamp()
    local, zone = time.localtime, time.gmtime
    time.time = lambda: stamp
    time.time_ns = lambda: int(stamp * 1e9)
    time.localtime = lambda seconds=stamp: local(seconds)
    time.gmtime = lambda seconds=stamp: zone(seconds)
    Clock.noon = day
    datetime.datetime = Clock  # type: ignore[misc]
    assert datetime.date.today() == day.date(), "the clock could not be set"  # noqa: DTZ011


def main() -> None:
    """Set the clock and read."""
    day = datetime.datetime.fromisoformat(sys.argv[1])
    set_clock(day.replace(hour=12, tzinfo=datetime.UTC))

    import msgspec

    import kipu

    for path in sys.argv[2:]:
        doc = kipu.load(path, uri="text")
        sys.stdout.buffer.write(msgspec.json.encode(kipu.read(doc)) + b"\n")
        sys.stdout.buffer.write(msgspec.json.encode(kipu.read_times(doc.text)) + b"\n")


if __name__ == "__main__":
    main()

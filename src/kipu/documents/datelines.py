"""The dateline before a first paragraph: "LIMA, April 7 (Agency) —"."""

import re

import msgspec

from kipu.documents.front import is_date, is_date_part
from kipu.lang.documents import PageRules

LONGEST = 120
"""Characters before the dash; three places, a full date and an agency take about 90."""
MOST_PARTS = 7

_DASH = re.compile(r"(?<=[.)])\s*[:—–-]{1,2}\s*|\s+(?:—|–|--?)\s+|\s?[—–]\s?")
_AGENCY = re.compile(r"\(([^()]{2,50})\)\.?$")
_PLACE_IN_CAPITALS = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*[ /-]?){1,5}")
_PLACE = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|d[aeo]s?|del|la|las|los|of|the| |/){1,10}")
_DAY = re.compile(r"(?:[1-9]|[12]\d|3[01])\.?")
_SENTENCE_START = re.compile(r"[\"'“‘«(¿¡]*[^\W_a-zß-öø-ÿ]")


class Dateline(msgspec.Struct, frozen=True):
    """How far a dateline reaches in its passage, where the paragraph goes on, and the agency."""

    end: int
    resume: int
    agency: str | None = None


def find_dateline(passage: str, rules: PageRules) -> Dateline | None:
    """Find the dateline that a passage begins with.

    >>> from kipu.lang.documents import load_page_rules
    >>> find_dateline("PORT ELLIS, Marena — The ship sank.", load_page_rules()).end
    20
    """
    for dash in _DASH.finditer(passage, 0, LONGEST):
        if not _SENTENCE_START.match(passage, dash.end()):
            continue
        head = passage[: dash.start()].rstrip(" .")
        agency = _AGENCY.search(passage[: dash.start()].rstrip())
        place_and_date = head[: agency.start()].rstrip() if agency else head
        listed = ":" in dash[0] or passage[dash.end()].isdigit()
        if _is_dateline(place_and_date, rules, credited=agency is not None, listed=listed):
            end = dash.start() + len(dash[0].rstrip())
            return Dateline(end, dash.end(), agency[1] if agency else None)
    return None


def _is_dateline(head: str, rules: PageRules, *, credited: bool, listed: bool) -> bool:
    place, *parts = (part.strip() for part in head.split(","))
    if not head and credited:
        return not listed
    if len(parts) >= MOST_PARTS or not all(_belongs(part, rules) for part in parts):
        return False
    if _in_capitals(place):
        return True
    dated = any(is_date(part, rules) for part in parts)
    # "John Mills (Labour) - 1,204 votes", "Marena (Group A): ..." are entries of lists
    return (
        (dated or (credited and not listed))
        and bool(_PLACE.fullmatch(place))
        and not is_date_part(place, rules)
    )


def _belongs(part: str, rules: PageRules) -> bool:
    return bool(_DAY.fullmatch(part) or _PLACE.fullmatch(part)) or is_date_part(part, rules)


def _in_capitals(place: str) -> bool:
    letters = "".join(filter(str.isalpha, place))
    return len(letters) > 2 and letters.isupper() and bool(_PLACE_IN_CAPITALS.fullmatch(place))

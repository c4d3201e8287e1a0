"""ETags: by which state of the record an answer was made, and on which one a decision rests.

A tag has two parts. The first changes with everything that can change an answer. The second is the
last action whose effects are surely in the answer: a decision that is sent with the tag is refused
if a later action answered the same question, and only then.
"""

import re

from kipu import __version__
from kipu.api.problems import Refusal
from kipu.model.ids import content_id
from kipu.record.listing import Listing, Moment

_TAG = re.compile(r'"t[0-9a-f]{16}\.(a[0-9a-f]{16}|)"', re.ASCII)
_LISTED = re.compile(r'(?:W/)?"[^"]*"')


def tag_of(moment: Moment) -> str:
    """Give the strong tag of all answers made at a moment."""
    head = content_id("t", __version__, moment.generation, moment.resolved, *moment.last)
    return f'"{head}.{moment.action}"'


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Tell whether a client that sends this header holds the answer with this tag.

    >>> is_known('"a.b"', 'W/"a.b", "c"'), is_known('"a.b"', '"a"'), is_known('"a.b"', None)
    (True, False, False)
    """
    if if_none_match is None:
        return False
    listed = [one.removeprefix("W/") for one in _LISTED.findall(if_none_match)]
    return if_none_match.strip() == "*" or tag in listed


def seen_by(if_match: str | None, lists: Listing) -> int:
    """Give the number of the last action that a decision with this header knows of.

    Raises:
        Refusal: There is no tag, or it is not one of this record.
    """
    if if_match is None or if_match.strip() == "*":
        raise Refusal("precondition")
    found = _TAG.fullmatch(if_match.strip())
    number = lists.action_number(found[1]) if found else None
    if number is None:
        raise Refusal("state")
    return number

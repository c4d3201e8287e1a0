"""Compare quantities: whether two of them can both hold."""

from collections.abc import Iterable
from math import floor, inf, log10

from kipu.model.readings import Quantity

_LOOSE = 0.05
"""How far a number called approximate may lie from the exact one, as a share of it."""


def bounds(quantity: Quantity) -> tuple[float, float]:
    """Give the least and the greatest number that a text leaves open.

    An approximate number leaves open what rounds to it: "about 6,000" is 5,500 to 6,500.
    """
    low = quantity.low if quantity.low is not None else -inf
    high = quantity.high if quantity.high is not None else inf
    if not quantity.approximate:
        return low, high
    slack = max(_rounding(quantity.value) / 2, _LOOSE * abs(quantity.value))
    # "Nearly 50" has an upper bound alone: it is less than 50, but not by much.
    near = 1 if (quantity.low is None) == (quantity.high is None) else 2
    below = min(quantity.value - near * slack, low if quantity.low is not None else inf)
    if quantity.low == quantity.value and quantity.high is None:
        return below, inf  # "dozens" may be many dozens; "just over 50" is not many more
    above = max(quantity.value + near * slack, high if quantity.high is not None else -inf)
    return below, above


def _rounding(value: float) -> float:
    """The place of the last figure that is not zero: 100 for 6,100, 1,000 for 6,000."""
    if not value or value != floor(value):
        return 0.0
    whole, place = int(abs(value)), 1
    while whole % 10 == 0:
        whole //= 10
        place *= 10
    return float(min(place, 10 ** floor(log10(abs(value)))))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one thing can both hold.

    >>> from kipu.model.spans import Span
    >>> def of(value, low, high, rough=False):
    ...     return Quantity(value, low, high, "person", rough, Span("d", 0, 1), "test")
    >>> agree(of(12, 12, None), of(14, 14, 14)), agree(of(14, 14, 14), of(15, 15, 15))
    (True, False)
    """
    if one.unit != other.unit:
        return True
    left, right = bounds(one), bounds(other)
    return left[0] <= right[1] and right[0] <= left[1]


def is_sum(total: Quantity, part: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether a quantity and one or two others of its document make up a total.

    Others of the same number as the part are taken for the part told again.
    """
    rest = total.value - part.value
    units = total.unit == part.unit
    values = {o.value for o in others if o.unit == total.unit and 0 < o.value <= rest}
    values.discard(part.value)
    if not units or part.value <= 0 or not values:
        return False
    return rest in values or any(rest - v in values and rest != 2 * v for v in values)


def show_quantity(quantity: Quantity) -> str:
    """Write a number as it is shown beside others that contradict it."""
    low, high = bounds(quantity)
    number = f"{quantity.value:g}" if quantity.value < 1e6 else f"{quantity.value:.0f}"
    if quantity.low is not None and quantity.high is None:
        return f"at least {number}"
    if quantity.high is not None and quantity.low is None:
        return f"at most {number}"
    return f"about {number}" if quantity.approximate and low < high else number

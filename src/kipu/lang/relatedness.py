"""Learnt evidence that events of no known type are one: what words, story and place tell."""

from bisect import bisect_right
from collections.abc import Mapping

import msgspec

from kipu.lang.resources import has_resource, load_toml
from kipu.model.errors import ResourceError


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a number tells, in log2: straight lines between the points ``at``, level beyond them."""

    at: tuple[float, ...]
    weight: tuple[float, ...]

    def weigh(self, value: float) -> float:
        """Give the weight of a value.

        >>> Scale((0.0, 0.5), (-2.0, 1.0)).weigh(0.25)
        -0.5
        """
        place = bisect_right(self.at, value)
        if place == 0 or place == len(self.at):
            return self.weight[min(place, len(self.at) - 1)]
        low, high = self.at[place - 1], self.at[place]
        part = (value - low) / (high - low)
        return self.weight[place - 1] * (1 - part) + self.weight[place] * part


class Relatedness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has been learnt of event mentions of which one at least has no known type.

    It holds for documents in ``language``. ``prior`` is what speaks against any two; ``scales``
    are of what is compared, by name (see :mod:`kipu.resolution.tellings`); ``kinds`` is multiplied
    with the first numbers of the mean of the two words' vectors: some words ("said") are told of
    many events, others of one.
    """

    language: str
    prior: float
    kinds: tuple[float, ...]
    scales: Mapping[str, Scale]


def load_relatedness(language: str) -> Relatedness | None:
    """Load the learnt weights of a language; ``None`` if it has none.

    Raises:
        ResourceError: The file is not shaped as it must be.
    """
    place = language, "resolution", "relatedness.toml"
    if not has_resource(*place):
        return None
    found = load_toml(Relatedness, *place)
    for name, scale in found.scales.items():
        if len(scale.at) != len(scale.weight) or list(scale.at) != sorted(set(scale.at)):
            raise ResourceError(f"{'/'.join(place)}: {name} is no scale")
    return found

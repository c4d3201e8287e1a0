"""Other systems that find times, run on the same texts; each only where it is installed."""

from collections.abc import Callable, Sequence

from bench.time.corpora import Found, Text


def installed_peers() -> dict[str, Callable[[Text], Sequence[Found]]]:
    """Give the peers that can be run here; the others are named."""
    return {}

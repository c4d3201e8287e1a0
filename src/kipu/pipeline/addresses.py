"""Which addresses of the web kipu may be sent to, by a person, a page or a redirection.

A server that kipu runs on can reach what the person who names an address cannot: its own services,
the machines beside it, the metadata of a cloud. So every name is resolved, every address that it
has must be one of the public internet, and the connection goes to the address that was looked at.

Source: RFC 6890 (special addresses), RFC 6052 and RFC 3056 (IPv4 within IPv6).
"""

import ipaddress
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec

from kipu.model.errors import DocumentError

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host, as numbers."""

PORTS = frozenset((80, 443, 8080, 8443))
LONGEST = 2_000
LONGEST_LIST = 1_000_000
"""Bytes of a list of addresses."""
MOST_BLANKS = 3
"""Blanks in the head of such a list."""
_SCHEMES = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._:-]{1,253}")
_NO_URL = re.compile(r"[\x00-\x20\x7f\\\"<>^`{|}]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Place(msgspec.Struct, frozen=True):
    """Where a request goes: the host by name, for its certificate, and by the checked number."""

    scheme: str
    host: str
    port: int
    address: str
    target: str

    @property
    def url(self) -> str:
        """The address in its plain form."""
        named = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _SCHEMES[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{named}{port}{self.target}"


def is_url(text: str) -> bool:
    """Whether a text is meant as an address of the web, not as a path."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", text) is not None


def listed_addresses(data: bytes) -> tuple[str, ...]:
    """Give the addresses of a file that is a list of them, one a line, and nothing else.

    The first line may be a head. Empty for every other file.

    >>> listed_addresses(b"url\\nhttps://a.example/1\\n")
    ('https://a.example/1',)
    """
    if len(data) > LONGEST_LIST:
        return ()
    lines = data.decode("utf-8-sig", "replace").splitlines()
    cells = [cell for line in lines if (cell := line.strip(" \t\"',;"))]
    if len(cells) > 1 and not is_url(cells[0]) and cells[0].count(" ") < MOST_BLANKS:
        cells = cells[1:]
    pages = [cell for cell in cells if is_page(cell)]
    return tuple(dict.fromkeys(pages)) if len(pages) == len(cells) else ()


def is_page(text: str) -> bool:
    """Whether a text is one address of the web and nothing beside it."""
    return text.startswith(("http://", "https://")) and not _NO_URL.search(text)


def find_place(url: str, resolve: Resolve, *, allow_private: bool = False) -> Place:
    """Find where a request for an address may go.

    Args:
        allow_private: Also go to addresses that are not of the public internet.

    Raises:
        DocumentError: It is no address of the web, has no host that can be found, or one that
            kipu may not be sent to.
    """
    scheme, host, port, target = _split(url)
    if not allow_private and (host in _LOCAL_NAMES or host.endswith(_LOCAL_NAMES)):
        raise DocumentError(_private(url, host))
    numbers = _resolved(url, host, port, resolve)
    for number in numbers:
        if not (allow_private or is_public(number)):
            raise DocumentError(_private(url, number))
    return Place(scheme, host, port, numbers[0], target)


def _split(url: str) -> tuple[str, str, int, str]:
    if len(url) > LONGEST or _NO_URL.search(url):
        raise DocumentError(f"{url[:200]!r} is no address of the web: look how it is written")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
    except ValueError as error:
        raise DocumentError(f"{url!r} is no address of the web ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES:
        raise DocumentError(f"{url} is no address that is fetched: only http and https are")
    if parts.username is not None or parts.password is not None:
        raise DocumentError(
            f"{url} holds a name or password, which would be sent along: leave it out"
        )
    if not _HOST.fullmatch(host):
        raise DocumentError(f"{url} names no host: look how it is written")
    port = _SCHEMES[scheme] if port is None else port
    if port not in PORTS:
        raise DocumentError(f"{url} names port {port}, and only {sorted(PORTS)} are fetched from")
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    return (
        scheme,
        host,
        port,
        target.encode("utf-8", "replace").decode("latin-1").translate(_QUOTED),
    )


_QUOTED = {code: f"%{code:02X}" for code in range(0x80, 0x100)}
"""Letters beyond ASCII, byte by byte, as addresses write them."""


def _resolved(url: str, host: str, port: int, resolve: Resolve) -> list[str]:
    try:
        numbers = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise DocumentError(f"{url} cannot be found ({error}): look how it is written") from error
    if not numbers:
        raise DocumentError(f"{url} cannot be found: its host has no address")
    return numbers


def _private(url: str, where: str) -> str:
    return (
        f"{url} leads to {where}, which is no address of the public internet: kipu goes there only"
        " with --allow-private"
    )


def is_public(number: str) -> bool:
    """Whether an address is one of the public internet, also if it only wraps another.

    >>> is_public("93.184.216.34"), is_public("::ffff:127.0.0.1"), is_public("100.64.0.1")
    (True, False, False)
    """
    try:
        address: Address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(address)
    if inner is not None:  # only networks without IPv4 have need of such, and of one kind
        return address in _NAT64 and _is_global(inner)
    return "%" not in number and _is_global(address)


def _is_global(address: Address) -> bool:
    local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    usable = address.is_global and not address.is_multicast and not address.is_reserved
    return usable and not local and not address.is_unspecified


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that one of IPv6 stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or address in _LOCAL_NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo

"""Pages fetched from the web: politely, within limits, and never from inside the house.

The standard library is enough and can be told to which number to connect; what is fetched is kept
as it came, and read in a process of its own like any file.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import msgspec

from kipu import __version__
from kipu.model.errors import DocumentError
from kipu.model.following import FeedState
from kipu.pipeline.addresses import Place, Resolve, find_place

MOST_HOPS = 5
LARGEST = 20_000_000
"""Bytes of an answer, packed or not."""
SECONDS = 30.0
"""For all of one request, however slowly it drips."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
RETRIES = 2
LONGEST_WAIT = 20.0
AGENT = f"kipu/{__version__}"
_AGAIN = frozenset((429, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536

Connect = Callable[[str, int, float], socket.socket]
"""Connects to a number and port, within seconds."""


class Fetched(msgspec.Struct, frozen=True):
    """What was answered: the address after all redirections, its headers, the bytes as read.

    ``retrieved`` is the time of the answer, ISO 8601.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes
    retrieved: str

    def header(self, name: str) -> str | None:
        """Give the first header of a name."""
        return next((v for key, v in self.headers if key.lower() == name.lower()), None)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _connect(number: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((number, port), seconds)


class Fetcher:
    """Fetches addresses one after another, and remembers what hosts ask of it."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = _resolve,
        connect: Connect = _connect,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private = allow_private
        self._resolve, self._connect = resolve, connect
        self._clock, self._sleep = clock, sleep
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, url: str) -> Fetched:
        """Fetch a page, following redirections, each of them checked like the first address.

        Raises:
            DocumentError: It may not be fetched, cannot be reached, or is too large or slow.
        """
        return _accepted(url, self._followed(url, ask=True))

    def fetch_new(self, url: str, state: FeedState) -> Fetched | None:
        """Fetch a feed as with :meth:`fetch`, unless it says that it is as it was in that state."""
        asked = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        headers = {name: value for name, value in asked.items() if value is not None}
        fetched = self._followed(url, ask=True, headers=headers)
        return None if fetched.status == http.client.NOT_MODIFIED else _accepted(url, fetched)

    def _followed(self, url: str, *, ask: bool, headers: Mapping[str, str] = {}) -> Fetched:
        for _ in range(MOST_HOPS + 1):
            place = find_place(url, self._resolve, allow_private=self._allow_private)
            if ask and not self._may(place):
                raise DocumentError(f"{url} asks programs not to fetch it (robots.txt)")
            fetched = self._tried(place, headers)
            location = fetched.header("Location")
            if fetched.status not in _MOVED or location is None:
                return fetched
            # headers come as Latin-1, but what is written in them is mostly UTF-8
            url = urljoin(place.url, location.encode("latin-1").decode("utf-8", "replace"))
        raise DocumentError(f"{url} leads on more than {MOST_HOPS} times: look where it goes")

    def _may(self, place: Place) -> bool:
        """Whether the host lets programs fetch a page.

        Source: RFC 9309: without robots.txt everything is allowed; if the host fails, nothing is.
        """
        host = f"{place.scheme}://{place.host}:{place.port}"
        if host not in self._robots:
            self._robots[host] = self._load_robots(place)
        return self._robots[host].can_fetch(AGENT, place.url)

    def _load_robots(self, place: Place) -> RobotFileParser:
        rules = RobotFileParser()
        asked = msgspec.structs.replace(place, target="/robots.txt")
        fetched = self._followed(asked.url, ask=False)
        if fetched.status == http.client.OK:
            rules.parse(fetched.data[:500_000].decode("utf-8", "replace").splitlines())
        else:
            refused = fetched.status >= http.client.INTERNAL_SERVER_ERROR
            rules.parse(["User-agent: *", "Disallow: /" if refused else "Allow: /"])
        return rules

    def _tried(self, place: Place, headers: Mapping[str, str]) -> Fetched:
        """Fetch once, or again after a while where the host asks for it."""
        for attempt in range(RETRIES + 1):
            self._wait_for(place.host)
            try:
                fetched = self._fetch_once(place, headers)
            except (OSError, http.client.HTTPException, ValueError) as error:
                if attempt == RETRIES:
                    reason = str(error) or type(error).__name__
                    raise DocumentError(f"{place.url} cannot be fetched ({reason})") from error
                self._sleep(PAUSE * 2**attempt)
                continue
            if fetched.status not in _AGAIN or attempt == RETRIES:
                return fetched
            self._sleep(_asked_wait(fetched, PAUSE * 2**attempt))
        raise AssertionError

    def _wait_for(self, host: str) -> None:
        since = self._clock() - self._last.get(host, float("-inf"))
        if since < PAUSE:
            self._sleep(PAUSE - since)
        self._last[host] = self._clock()

    def _fetch_once(self, place: Place, headers: Mapping[str, str]) -> Fetched:
        connection = _Pinned(place, self._connect)
        with _deadline(connection):
            try:
                connection.request("GET", place.target, headers={**_headers(place), **headers})
                answer = connection.getresponse()
                data = _body(answer, place.url)
            except (OSError, http.client.HTTPException, ValueError) as error:
                if connection.over.is_set():
                    raise DocumentError(_too_slow(place.url)) from error
                raise
            if connection.over.is_set():
                raise DocumentError(_too_slow(place.url))
        retrieved = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Fetched(place.url, answer.status, tuple(answer.getheaders()), data, retrieved)


def _accepted(url: str, fetched: Fetched) -> Fetched:
    """Give an answer that is one.

    Raises:
        DocumentError: It has another status than 200.
    """
    if fetched.status != http.client.OK:
        reason = http.client.responses.get(fetched.status, "no reason given")
        raise DocumentError(f"{url} was answered with {fetched.status} ({reason})")
    return fetched


class _Pinned(http.client.HTTPConnection):
    """A connection to the number that was checked, whatever its name leads to by now."""

    def __init__(self, place: Place, connect: Connect) -> None:
        super().__init__(place.host, place.port, timeout=SECONDS)
        self._place, self._open = place, connect
        self.over = threading.Event()
        self.held: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and for https have the host show its certificate."""
        self.sock = self.held = self._open(self._place.address, self._place.port, SECONDS)
        if self.over.is_set():
            raise TimeoutError("it took too long to connect")
        if self._place.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._place.host)
            self.held = self.sock

    def cut(self) -> None:
        """End the connection from another thread, also where an answer still holds it."""
        self.over.set()
        if self.held:
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)


def _headers(place: Place) -> dict[str, str]:
    named = place.url.partition("//")[2].partition("/")[0]
    accepted = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"
    return {
        "Host": named, "User-Agent": AGENT, "Accept": accepted, "Accept-Encoding": "gzip",
        "Connection": "close",
    }  # fmt: skip


@contextmanager
def _deadline(connection: _Pinned) -> Iterator[None]:
    """Cut a connection off when its time is over, even if a byte comes now and then."""
    timer = threading.Timer(SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _too_slow(url: str) -> str:
    return f"{url} took more than {SECONDS:.0f} s: try again later"


def _body(answer: http.client.HTTPResponse, url: str) -> bytes:
    """Read an answer, and unpack it if it is packed, no further than is allowed."""
    said = answer.getheader("Content-Length") or ""
    if said.isdigit() and int(said) > LARGEST:
        raise DocumentError(_too_large(url))
    encoding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise DocumentError(
            f"{url} was answered in the encoding {encoding!r}, which was not asked for"
        )
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        try:
            part = unpack.decompress(chunk, LARGEST - size + 1) if unpack else chunk
        except zlib.error as error:
            raise DocumentError(f"{url} was answered damaged ({error}): try again") from error
        size += len(part)
        if size > LARGEST:
            raise DocumentError(_too_large(url))
        parts.append(part)
    return b"".join(parts)


def _too_large(url: str) -> str:
    return f"{url} has more than {LARGEST / 1e6:.0f} MB: save it to a file and add that"


def _asked_wait(fetched: Fetched, usual: float) -> float:
    asked = fetched.header("Retry-After") or ""
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else usual

"""Pages of the web are fetched politely and within limits, and never from inside the house.

Names are resolved by a table and connections go to a socket pair, so no test sends a packet.
"""

import gzip
import socket
from collections.abc import Callable

import pytest

from kipu.model.errors import DocumentError
from kipu.pipeline import fetching
from kipu.pipeline.addresses import find_place, is_public
from kipu.pipeline.fetching import LARGEST, Fetcher
from tests.pipeline.servers import PUBLIC, Servers, answer, resolve

PAGE = b"<html><body><p>The minister resigned on Monday.</p></body></html>"
PRIVATE = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "198.18.0.1",
    "198.19.255.255",
    "192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:8.8.8.8", "::127.0.0.1", "::7f00:1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd12:3456::1",
    "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:0a00:0001::1", "2001:0:4136:e378::",
    "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "100::1", "fec0::1",
)  # fmt: skip
FORMS = (
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://127.1/", "http://0/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/",
    "http://printer.local/", "http://metadata.google.internal/", "http://inside.example/",
    "http://both.example/", "http://cloud.example/latest/meta-data/", "http://mapped.example/",
    "http://\u03b2\u03cc\u03bb\u03bf\u03c2.example/", "http://169.254.169.254/", "http://[fe80::1%25eth0]/",
    "http://a.example@127.0.0.1/", "http://127.0.0.1#@a.example/", "http://user:word@a.example/",
    "http://a.example:22/", "http://a.example:6379/", "http://a.example:99999/", "http://a.example:x/",
    "file:///etc/passwd", "gopher://a.example/", "ftp://a.example/", "dict://a.example:11211/",
    "data:text/html,hello", "javascript:alert(1)", "jar:http://a.example/!/", "http:///a", "http://",
    "http://a.example\\@127.0.0.1/", "http://a.example\r\nHost: b/", "http://a b.example/",
    "http://a.example/\0", "//a.example/", "http://[::1", "http://\u2460\u2461\u2466.0.0.1/",
    "http://127\u30020\u30020\u30021/", "http://nowhere.example/",
    "http://" + "a" * 3000 + ".example/",
)  # fmt: skip


def moved(to: str) -> bytes:
    return answer(b"", f"Location: {to}", status="302 Found")


def fetcher(servers: Servers, sleep: Callable[[float], None] = lambda _: None) -> Fetcher:
    return Fetcher(resolve=resolve, connect=servers.connect, clock=lambda: 0.0, sleep=sleep)


def test_there_are_sixty_forms() -> None:
    """At least sixty ways to lead kipu into the house are tried."""
    assert len(FORMS) + len(PRIVATE) >= 60


@pytest.mark.parametrize("number", PRIVATE)
def test_private_addresses(number: str) -> None:
    """No special address counts as public, not even wrapped in one of IPv6."""
    assert not is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(number: str) -> None:
    """Addresses of the public internet do."""
    assert is_public(number)


@pytest.mark.parametrize("url", FORMS)
def test_refused_before_connecting(url: str) -> None:
    """What leads into the house, or is no address of the web, is refused without a connection."""
    servers = Servers({})
    with pytest.raises(DocumentError):
        fetcher(servers).fetch(url)
    assert servers.connected == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://cloud.example/", "file:///etc/passwd"]
)
def test_redirections_are_checked(url: str) -> None:
    """Each address that a page leads on to is checked like the first."""
    servers = Servers({"a.example/": moved(url)})
    with pytest.raises(DocumentError):
        fetcher(servers).fetch("http://a.example/")
    assert {number for number, _ in servers.connected} == {PUBLIC}


def test_the_number_that_was_checked_is_the_one_connected_to() -> None:
    """A name that leads elsewhere the next time it is asked for changes nothing."""
    answers = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"]])
    servers = Servers({"a.example/": answer(PAGE)})
    one = Fetcher(
        resolve=lambda host, port: next(answers), connect=servers.connect, sleep=lambda _: None
    )
    assert one.fetch("http://a.example/").data == PAGE
    assert {number for number, _ in servers.connected} == {PUBLIC}


def test_a_page() -> None:
    """Bytes, headers, time and the last of several addresses are kept."""
    servers = Servers(
        {"a.example/": moved("http://b.example/c?d=é"), "b.example/c?d=%C3%A9": answer(PAGE)}
    )
    fetched = fetcher(servers).fetch("http://a.example")
    assert (fetched.data, fetched.status) == (PAGE, 200)
    assert fetched.url == "http://b.example/c?d=%C3%A9"
    assert fetched.header("content-type") == "text/html"
    assert fetched.retrieved.endswith("Z")


def test_packed_pages_are_unpacked_and_bombs_are_not() -> None:
    """A packed answer is unpacked, up to the limit."""
    packed = gzip.compress(PAGE, mtime=0)
    bomb = gzip.compress(b" " * (LARGEST + 10), mtime=0)
    head = "Content-Encoding: gzip"
    servers = Servers({"a.example/": answer(packed, head), "a.example/bomb": answer(bomb, head)})
    one = fetcher(servers)
    assert one.fetch("http://a.example/").data == PAGE
    with pytest.raises(DocumentError, match="more than 20 MB"):
        one.fetch("http://a.example/bomb")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (answer(b"a", length=10_000_000_000), "more than 20 MB"),
        (answer(b"a" * (LARGEST + 1)), "more than 20 MB"),
        (answer(b"", status="404 Not Found"), "404"),
        (answer(PAGE, "Content-Encoding: br"), "encoding"),
        (answer(b"no gzip", "Content-Encoding: gzip"), "damaged"),
        (b"nonsense\r\n\r\n", "cannot be fetched"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n", "cannot be fetched"),
    ],
)  # fmt: skip
def test_what_is_too_large_or_no_answer(given: bytes, says: str) -> None:
    """Each ends as a sentence."""
    with pytest.raises(DocumentError, match=says):
        fetcher(Servers({"a.example/": given})).fetch("http://a.example/")


def test_endless_redirections() -> None:
    """A page that leads in circles is given up."""
    servers = Servers(
        {"a.example/": moved("http://b.example/"), "b.example/": moved("http://a.example/")}
    )
    with pytest.raises(DocumentError, match="leads on more than 5 times"):
        fetcher(servers).fetch("http://a.example/")


def test_slow_answers_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that never ends is cut off when its time is over."""
    monkeypatch.setattr(fetching, "SECONDS", 0.5)

    def connect(number: str, port: int, seconds: float) -> socket.socket:
        here, there = socket.socketpair()
        here.settimeout(60)
        kept.append(there)
        there.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\na")
        return here

    kept: list[socket.socket] = []
    slow = Fetcher(resolve=resolve, connect=connect, sleep=lambda _: None)
    with pytest.raises(DocumentError, match="took more than"):
        slow.fetch("http://a.example/")


def test_robots() -> None:
    """What a host asks programs not to fetch is not fetched; if it cannot say, nothing is."""
    rules = answer(b"User-agent: *\nDisallow: /closed\n")
    servers = Servers(
        {
            "a.example/robots.txt": rules,
            "a.example/closed": answer(PAGE),
            "a.example/open": answer(PAGE),
            "b.example/robots.txt": answer(b"", status="500 Broken"),
        }
    )
    one = fetcher(servers)
    assert one.fetch("http://a.example/open").data == PAGE
    with pytest.raises(DocumentError, match=r"robots\.txt"):
        one.fetch("http://a.example/closed")
    with pytest.raises(DocumentError, match=r"robots\.txt"):
        one.fetch("http://b.example/")
    assert servers.asked.count("a.example/robots.txt") == 1
    assert "a.example/closed" not in servers.asked


def test_rate_and_retries() -> None:
    """Between requests to one host there is a pause, and as long a one as a busy host asks for."""
    busy = answer(b"", "Retry-After: 7", status="503 Busy")
    servers, pauses = Servers({"a.example/": busy}), list[float]()
    with pytest.raises(DocumentError, match="503"):
        fetcher(servers, pauses.append).fetch("http://a.example/")
    assert servers.asked == ["a.example/robots.txt", *["a.example/"] * 3]
    assert pauses.count(7.0) == 2
    assert pauses.count(1.0) == 3


def test_private_addresses_where_allowed() -> None:
    """A flag allows to fetch from this machine."""
    servers = Servers({"127.0.0.1:8080/": answer(PAGE)})
    one = Fetcher(
        allow_private=True, resolve=resolve, connect=servers.connect, sleep=lambda _: None
    )
    assert one.fetch("http://127.0.0.1:8080/").data == PAGE
    assert find_place("http://inside.example", resolve, allow_private=True).address == "127.0.0.1"

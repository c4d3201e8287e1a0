"""Files in which every place that a reader takes something from tries to run a script."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html import escape
from urllib.parse import quote

from tests.web.hostile import PAYLOADS

PLACES = 7
"""The most places that one document of these files has."""
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd]")

Take = Callable[[int], str]


def told(step: int) -> Iterator[Take]:
    """Give for each document what to put in its places; with a step of 4, each payload has one."""
    for at in range(0, len(PAYLOADS), step):
        yield lambda place, at=at: PAYLOADS[(at + 31 * place) % len(PAYLOADS)]  # type: ignore[misc]


def sentence(words: str) -> str:
    """Tell something of a name, so that there is an event of it."""
    return f"{words} was arrested in Lorne on 3 May 2009. Police arrested Ada {words} in {words}."


def sheet(step: int, delimiter: str = ",") -> str:
    """A chronology in which cells, and the heads of columns that nobody knows, are hostile."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=delimiter)
    rows.writerow(["Date", "Event", "Title", "Place", "Source", "Author", "Link", PAYLOADS[1]])
    for take in told(step):
        rows.writerow(["3/5/2009", sentence(take(0)), *(take(place) for place in range(1, PLACES))])
    return written.getvalue()


def feed(step: int) -> str:
    """A feed whose entries are hostile, and whose own title is."""
    entries = "".join(
        f"<item><title>{_xml(take(0))}</title><author>{_xml(take(1))}</author>"
        f"<link>https://a.invalid/{_xml(take(2))}</link>"
        f"<description>{_xml(sentence(take(3)))}</description>"
        f"<pubDate>Mon, 04 May 2009 10:00:00 +0000</pubDate></item>"
        for take in told(step)
    )
    return (
        f'<rss version="2.0"><channel><title>{_xml(PAYLOADS[2])}</title>{entries}</channel></rss>'
    )


def mails(step: int) -> bytes:
    """A mailbox in which sender, subject and words are hostile."""
    letters = []
    for number, take in enumerate(told(step)):
        letter = EmailMessage()
        letter["From"] = f'"{_line(take(0))}" <a@a.invalid>'
        letter["Subject"] = _line(take(1))
        letter["Date"] = "Mon, 04 May 2009 10:00:00 +0000"
        letter["Message-ID"] = f"<{number}@a.invalid>"
        letter.set_content(sentence(take(2)))
        letters.append(b"From a@a.invalid Mon May  4 10:00:00 2009\n" + letter.as_bytes() + b"\n")
    return b"".join(letters)


def pages(step: int) -> bytes:
    """An archive of pages whose names, titles, authors, sites, addresses and words are hostile."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, take in enumerate(told(step)):
            name = re.sub(r"[/\\\x00-\x1f]", "_", take(0))
            archive.writestr(f"{number}{name[:60]}.html", _page(take))
    return made.getvalue()


def addresses() -> str:
    """A list of addresses of this computer, which nobody fetches, with every payload in one."""
    return "\n".join(f"http://127.0.0.1/{quote(one, safe=_KEPT)}" for one in PAYLOADS)


_KEPT = "<>\"'`{}()=;&#/$:!-"
"""What an address keeps as it is, though it should not."""


def _page(take: Take) -> str:
    meta = "".join(
        f'<meta {key}="{name}" content="{escape(take(place))}">'
        for place, (key, name) in enumerate(
            (("name", "author"), ("property", "og:site_name"), ("property", "og:title")), start=1
        )
    )
    return (
        f"<html lang=en><head><title>{escape(take(3))}</title>{meta}"
        f'<link rel="canonical" href="https://a.invalid/{escape(take(4))}">'
        '<meta property="article:published_time" content="2009-05-04T10:00:00Z"></head>'
        f"<body><article><h1>{escape(take(5))}</h1><p>{escape(sentence(take(6)))}</p>"
        f"<p>{escape(sentence(take(0)))} The mine of the town was shut by its owners in May."
        f"</p></article></body></html>"
    )


def _xml(words: str) -> str:
    return escape(_NO_XML.sub("", words))


def _line(words: str) -> str:
    return re.sub(r"[\x00-\x1f\u2028\"\\]", " ", words)

"""Feeds and folders are followed: what is new is added, nothing twice, and each line says what.

The web is one of socket pairs; every page holds words of its own at every request, as pages with
advertisements do, so that only its address tells that it is known.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kipu.model.errors import DocumentError
from kipu.pipeline.addresses import listed_addresses
from kipu.pipeline.batches import Addition, add_sources
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.loading import Source
from kipu.pipeline.watching import MOST_TRIES, Glance, Means, find_watched, watch_once
from kipu.record import Store, open_store
from tests.documents.making import make_xlsx
from tests.pipeline.servers import PUBLIC, Servers, answer, resolve

FEED = "http://a.example/news.xml"
SENTENCE = "The minister of mines, {}, resigned on Monday, a spokesman said."


def feed(*entries: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><title>Minister {name} resigns</title><link>{link}</link>"
        f"<description>{SENTENCE.format(name)}</description>"
        "<pubDate>Mon, 03 Mar 2014 08:00:00 GMT</pubDate></item>"
        for name, link in entries
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()


class Web(Servers):
    """Pages that differ at each request, and a feed that knows whether it has changed."""

    def __init__(self, pages: dict[str, str], entries: list[tuple[str, str]]) -> None:
        super().__init__({})
        self.pages, self.entries = pages, entries
        self.count = itertools.count()

    def answer(self, address: str, lines: list[str]) -> bytes:
        if address == "a.example/news.xml":
            tag = f'"{len(self.entries)}"'
            if f"If-None-Match: {tag}" in lines:
                return answer(b"", status="304 Not Modified")
            return answer(feed(*self.entries), f"ETag: {tag}")
        name = self.pages.get(address)
        if name is None:
            return super().answer(address, lines)
        told = SENTENCE.format(name)
        page = f"<html><body><article><h1>Minister {name} resigns</h1><p>{told}</p>"
        return answer(f"{page}<p>Advertisement {next(self.count)}</p></article>".encode())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "any.kipu", create=True) as made:
        yield made


def look(store: Store, servers: Servers, *names: str, clock: float = 1e12) -> list[str]:
    """Look once, and give what was told: outcome and name of each document and each look."""
    fetcher = Fetcher(
        resolve=resolve, connect=servers.connect, clock=lambda: 0.0, sleep=lambda _: None
    )
    told = []
    for step in watch_once(store, find_watched(names), Means(fetcher, clock=lambda: clock)):
        if isinstance(step, Addition):
            told.append(f"{step.outcome} {step.uri}")
        else:
            told.append(f"{step.outcome} {step.watched.name} {step.seen} {step.later}")
    return told


def uris(store: Store) -> list[str]:
    return sorted(doc.uri for doc in store.documents())


def test_new_pages_of_a_feed_are_added_once(store: Store) -> None:
    """The pages are fetched once; a second look asks the feed alone, and what is new in it."""
    web = Web({"a.example/1": "Lorn", "b.example/2": "Brandt"}, [("Lorn", "/1")])
    assert look(store, web, FEED) == ["added http://a.example/1", f"looked {FEED} 1 0"]
    assert look(store, web, FEED) == [f"unchanged {FEED} 0 0"]
    web.entries.append(("Brandt", "http://b.example/2"))
    assert look(store, web, FEED) == ["added http://b.example/2", f"looked {FEED} 2 0"]
    assert uris(store) == ["http://a.example/1", "http://b.example/2"]
    assert web.asked.count("a.example/1") == web.asked.count("b.example/2") == 1
    link = store.custody.of(store.documents()[0].id)
    assert link
    assert link.entry.asked in uris(store)
    assert ("Content-Type", "text/html") in link.entry.headers


def test_a_page_added_by_hand_is_known(store: Store) -> None:
    """A page that is in the record by its address already is not even fetched."""
    web = Web({"a.example/1": "Lorn"}, [("Lorn", "/1")])
    look(store, web, FEED)
    other = Web(web.pages, [("Lorn", "http://a.example/1"), ("Lorn", "http://a.example/1")])
    assert look(store, other, "http://a.example/news.xml") == [f"looked {FEED} 2 0"]
    assert "a.example/1" not in other.asked


def test_a_page_that_cannot_be_had_is_tried_again(store: Store) -> None:
    """In three rounds the feed is asked again; then its own words are added."""
    web = Web({}, [("Lorn", "/1")])
    refused = ["refused http://a.example/1", f"looked {FEED} 1 1"]
    for _ in range(MOST_TRIES - 1):
        assert look(store, web, FEED) == refused
    assert look(store, web, FEED) == [
        "refused http://a.example/1", "added http://a.example/1", f"looked {FEED} 1 0"
    ]  # fmt: skip
    assert look(store, web, FEED) == [f"unchanged {FEED} 0 0"]
    (doc,) = store.documents()
    assert SENTENCE.format("Lorn") in doc.text
    assert doc.uri == "http://a.example/1"
    assert [problem.code for problem in doc.problems] == ["page-not-had"]
    link = store.custody.of(doc.id)
    assert link
    assert link.entry.asked == FEED
    assert ("ETag", '"1"') in link.entry.headers


def test_a_page_that_comes_back_is_added(store: Store) -> None:
    """A host that was down for one round loses nothing."""
    web = Web({}, [("Lorn", "/1")])
    look(store, web, FEED)
    web.pages["a.example/1"] = "Lorn"
    assert look(store, web, FEED) == ["added http://a.example/1", f"looked {FEED} 1 0"]


def test_what_is_no_feed_is_said(store: Store) -> None:
    """A page, a feed that is gone and one inside the house are told of, and the others go on."""
    web = Web({"a.example/1": "Lorn"}, [("Lorn", "/1")])
    bad = ["http://b.example/gone.xml", "http://127.0.0.1/feed", "http://a.example/1"]
    told = look(store, web, *bad, FEED)
    assert told[:3] == [f"failed {url} 0 0" for url in bad]
    assert told[3:] == ["added http://a.example/1", f"looked {FEED} 1 0"]


def test_a_list_of_feeds(store: Store, tmp_path: Path) -> None:
    """Every feed of an OPML file is followed, however deep it lies, by the name it has there."""
    path = tmp_path / "feeds.opml"
    path.write_text(
        "<opml version='2.0'><body><outline text='Papers'><outline text='The Paper' "
        f"type='rss' xmlUrl='{FEED}'/></outline><outline text='twice' xmlUrl='{FEED}'/>"
        "</body></opml>"
    )
    web = Web({"a.example/1": "Lorn"}, [("Lorn", "/1")])
    assert look(store, web, str(path)) == ["added http://a.example/1", "looked The Paper 1 0"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<opml><body/></opml>", "names no feed"),
        ("<html/>", "is no list of feeds"),
        ("no XML", "is damaged"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><opml/>", "declares entities"),
    ],
)
def test_what_is_no_list_of_feeds(tmp_path: Path, content: str, says: str) -> None:
    """Each is refused in a sentence."""
    path = tmp_path / "feeds.opml"
    path.write_text(content)
    with pytest.raises(DocumentError, match=says):
        find_watched([str(path)])


def test_a_folder_is_followed(store: Store, tmp_path: Path) -> None:
    """New files are added, changed ones read again, those still being written left for later."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    one = folder / "one.txt"
    one.write_text(SENTENCE.format("Ida Lorn"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    web, name = Web({}, []), str(folder)
    assert look(store, web, name) == ["added inbox/one.txt", f"looked {name} 1 0"]
    assert look(store, web, name) == [f"looked {name} 1 0"]
    one.write_text(SENTENCE.format("Ole Brandt"))
    written = one.stat().st_mtime
    assert look(store, web, name, clock=written + 0.5) == [f"looked {name} 1 1"]
    assert look(store, web, name, clock=written + 5) == [
        "added inbox/one.txt",
        f"looked {name} 1 0",
    ]
    os.utime(one, (1e9, 1e9))
    assert look(store, web, name) == ["known inbox/one.txt", f"looked {name} 1 0"]
    assert web.connected == []


def test_an_empty_folder_is_no_fault(store: Store, tmp_path: Path) -> None:
    """A folder into which files will come is looked at."""
    (tmp_path / "inbox").mkdir()
    name = str(tmp_path / "inbox")
    assert look(store, Web({}, []), name) == [f"looked {name} 0 0"]


def test_a_look_tells_why_it_failed(store: Store) -> None:
    """The reason is a sentence with the address."""
    (told,) = watch_once(store, find_watched(["http://127.0.0.1/feed"]), Means(Fetcher()))
    assert isinstance(told, Glance)
    assert told.reason
    assert "no address of the public internet" in told.reason


def test_a_list_of_addresses_is_fetched(store: Store, tmp_path: Path) -> None:
    """Each page of a file that holds nothing but addresses is added, those that fail are named."""
    path = tmp_path / "urls.csv"
    path.write_text('URL\n"http://a.example/1"\nhttp://a.example/1\nhttp://127.0.0.1/x\n\n')
    web = Web({"a.example/1": "Lorn"}, [])
    fetcher = Fetcher(resolve=resolve, connect=web.connect, sleep=lambda _: None)
    told = list(add_sources(store, [Source(path, "urls.csv")], fetcher=fetcher, by="ada"))
    assert [(one.outcome, one.uri) for one in told] == [
        ("added", "http://a.example/1"), ("refused", "http://127.0.0.1/x")
    ]  # fmt: skip


def test_the_pages_of_a_table_are_fetched(store: Store, tmp_path: Path) -> None:
    """A workbook of addresses adds its pages, dated by it where they say nothing, and each once."""
    path = tmp_path / "urls.xlsx"
    links = ["http://a.example/1", "http://127.0.0.1/x", "http://a.example/1"]
    rows: list[list[str | int]] = [["Published", "Where"]]
    rows += [[41701, link] for link in links]
    path.write_bytes(make_xlsx(rows))
    web = Web({"a.example/1": "Lorn"}, [])
    for first in ("added", "known"):
        fetcher = Fetcher(resolve=resolve, connect=web.connect, sleep=lambda _: None)
        told = list(add_sources(store, [Source(path, "urls.xlsx")], fetcher=fetcher))
        assert [(one.outcome, one.uri) for one in told] == [
            (first, "http://a.example/1"), ("refused", "http://127.0.0.1/x")
        ]  # fmt: skip
    (doc,) = store.documents()
    assert doc.published.interval
    assert doc.published.interval.edtf == "2014-03-03"
    assert doc.published.metadata == "column Published of its list"
    assert web.asked.count("a.example/1") == 1


@pytest.mark.parametrize(
    "text",
    ["", "\n", "See http://a.example/1", "http://a.example/1\nA text.", "url\nfile:///etc/a"],
)
def test_what_is_no_list_of_addresses(text: str) -> None:
    """A text that cites addresses is a text."""
    assert listed_addresses(text.encode()) == ()


def test_a_page_without_a_date_has_that_of_its_feed(store: Store) -> None:
    """What the feed says is taken, and named, where the page says nothing; else the page's own."""
    web = Web({"a.example/1": "Lorn", "a.example/2": "Brandt"}, [("Lorn", "/1"), ("Brandt", "/2")])
    web.pages["a.example/2"] = (
        "Brandt</h1><meta property='article:published_time' content='2014-03-05'>"
    )
    look(store, web, FEED)
    dates = {
        doc.uri: (doc.published.interval and doc.published.interval.edtf, doc.published.metadata)
        for doc in store.documents()
    }
    assert dates == {
        "http://a.example/1": ("2014-03-03", "pubDate of its feed"),
        "http://a.example/2": ("2014-03-05", "article:published_time"),
    }


def test_a_feed_leads_nowhere_inside(store: Store) -> None:
    """Links to files, scripts and this computer are not followed, whatever a feed says."""
    links = [
        "file:///etc/passwd",
        "http://127.0.0.1/x",
        "javascript:alert(1)",
        "http://cloud.example/",
    ]
    web = Web({}, [("Lorn", link) for link in links])
    told = look(store, web, FEED)
    assert [line.split()[0] for line in told] == [
        "refused",
        "refused",
        "added",
        "refused",
        "looked",
    ]
    assert {number for number, _ in web.connected} == {PUBLIC}
    assert set(web.asked) == {"a.example/robots.txt", "a.example/news.xml"}

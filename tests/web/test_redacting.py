"""What is hidden is nowhere on a published page; what cannot be hidden stops publishing."""

from pathlib import Path

import lxml.html
import pytest

import kipu
from kipu.model.errors import RecordError, SettingsError
from kipu.web import publish
from kipu.web.redacting import (
    Hide,
    Phrase,
    Redaction,
    Rules,
    Withhold,
    find_leak,
    load_rules,
    redact,
)

CASES = [
    ("<p>said Rosa Quispe, who</p>", "<p>said X, who</p>"),
    ("<p>ROSA\n  QUISPÉ’s son</p>", "<p>X’s son</p>"),
    ("<p>Rosa <a href='/'>Quispe</a>!</p>", "<p>X<a href='/'></a>!</p>"),
    ("<p>Ro<b>sa Quis</b>pe</p>", "<p>X<b></b></p>"),
    ("<td>1</td><td>Rosa Quispe</td><td>2</td>", "<td>1</td><td>X</td><td>2</td>"),
    ('<a title="Rosa Quispe: 3" href="/names/e1">y</a>', '<a title="X: 3" href="/names/e1">y</a>'),
    ('<a href="https://a.invalid/rosa-quispe.html">y</a>', '<a href="#">y</a>'),
    ("<text>Arrest of Rosa Qui…</text>", "<text>Arrest of X</text>"),
    ("<p>rosa_quispe.txt</p>", "<p>X.txt</p>"),
    ("<p>Rosa &amp; Quispe &lt;3</p>", "<p>X &lt;3</p>"),
    ("<p>Rosaura Quispe, Rosa Quispez</p>", "<p>Rosaura Quispe, Rosa Quispez</p>"),
]


@pytest.mark.parametrize(("page", "wanted"), CASES)
def test_words_are_hidden_however_they_stand(page: str, wanted: str) -> None:
    """Marks, breaks, case, accents, titles, file names and shortened labels hide no name."""
    redaction = Redaction((Phrase("Rosa Quispe", "X", 0),))
    clean, _ = redact(page, redaction)
    assert clean == wanted
    assert find_leak(clean, redaction) is None
    if page != wanted and "…" not in page:
        assert find_leak(page, redaction) == "Rosa Quispe"


def test_a_name_is_on_no_page(marena_made: Path, tmp_path: Path) -> None:
    """Who is hidden is on no page under any name, and each page stays a page."""
    with kipu.open_record(marena_made) as record:
        entity = record.store.entities("Belor")[0]
    done = publish(
        marena_made,
        tmp_path / "site",
        language="en",
        rules=Rules((Hide(put="somebody", name=entity.name),)),
    )
    assert done.hidden[0] > 20
    pages = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert len(pages) == done.pages
    for page in pages:
        assert "belor" not in page.casefold()
        assert lxml.html.fromstring(page).xpath("//main")
    assert any("somebody" in page for page in pages)


def test_a_withheld_document_is_quoted_nowhere(tmp_path: Path) -> None:
    """Its page tells why, its sentences are on no page; a copy that tells them stops publishing."""
    record = tmp_path / "two.kipu"
    told = "President Ada Corvin was arrested in the harbour of Lorne on 1 May 2009."
    with kipu.open_record(record) as opened:
        for name, more in (("mine.txt", ""), ("other.txt", " Two miners saw it, the court said.")):
            (tmp_path / name).write_text(f"An arrest\n\n{told}{more}\n", "utf-8")
            opened.add(tmp_path / name)
    rules = [Withhold("mine.txt", "as was asked"), Withhold("other.txt", "likewise")]
    with pytest.raises(RecordError, match="still tells"):
        publish(record, tmp_path / "site", language="en", rules=Rules(withhold=(rules[0],)))
    assert not (tmp_path / "site").exists()
    publish(record, tmp_path / "site", language="en", rules=Rules(withhold=tuple(rules)))
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html"))
    assert "in the harbour of" not in pages
    assert "as was asked" in pages
    assert "1 May 2009" in pages


def test_what_is_not_there_stops_publishing(marena_made: Path, tmp_path: Path) -> None:
    """A name or a document that the record does not have is named, with close ones."""
    for rules, words in (
        (Rules(hide=(Hide(name="Belorr"),)), "no name 'Belorr'"),
        (Rules(withhold=(Withhold("none.txt", "x"),)), "no document 'none.txt'"),
    ):
        with pytest.raises(RecordError, match=words):
            publish(marena_made, tmp_path / "site", language="en", rules=rules)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[hide]]\nnames = 'x'", "names"),
        ("[[hide]]\nas = 'x'", "either name or words"),
        ("[[hide]]\nwords = '--'", "no letters"),
        ("[[withhold]]\ndocument = 'x'", "reason"),
        ("hide = ", "rules.toml"),
    ],
)
def test_rules_that_say_nothing_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """What is not understood is told with its file."""
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=words):
        load_rules(path)

"""What a published record leaves out: names and words that are hidden, documents that are withheld.

Rules are a file of TOML::

    [[hide]]
    name = "Rosa Quispe"          # somebody in the record: all their names, and parts of these
    as = "a witness"
    [[hide]]
    words = "+51 1 555 0100"      # these words, wherever they stand
    as = "[telephone]"
    [[withhold]]
    document = "testimony-3.txt"  # its text, and every quote of it
    reason = "the witness asked for it"

Pages are searched as people read them: in any case, with and without accents, across marks and line
breaks, in titles, file names and addresses. What was written is searched again before it is kept.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import msgspec

from kipu.model.documents import Document
from kipu.model.errors import RecordError, SettingsError
from kipu.model.resolved import Entity
from kipu.pipeline.records import Record

SHORTEST = 40
"""Letters of a sentence of a withheld document from which its presence elsewhere is a leak."""
STUMP = 3
"""Letters of the begin of a hidden name that a shortened label may not end with."""
_PIECES = re.compile(r"(<[^>]*>)")
_VALUES = re.compile(r'(?P<name>[\w-]+)="(?P<value>[^"]*)"')
_KEPT = frozenset(("class", "id", "lang", "d", "transform", "rel", "type", "charset"))
"""Attributes that hold no words of the record."""
_BETWEEN = "\x00"
"""Stands between two pieces of text that a tag keeps apart."""


class Hide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name of somebody in the record, or plain words, and what stands in their place."""

    put: str = msgspec.field(name="as", default="█")
    name: str | None = None
    words: str | None = None
    reason: str | None = None


class Withhold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document, by its file or the beginning of its id, whose text is not published, and why."""

    document: str
    reason: str


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules of a file."""

    hide: tuple[Hide, ...] = ()
    withhold: tuple[Withhold, ...] = ()


class Phrase(msgspec.Struct, frozen=True):
    """Words that are hidden: how they are found in folded text, and what stands in their place."""

    words: str
    put: str
    rule: int

    def pattern(self) -> re.Pattern[str]:
        """Give the pattern that finds the words, whatever stands between them."""
        return _pattern(self.words)


class Redaction(msgspec.Struct, frozen=True):
    """The rules as they apply to one record.

    ``withheld`` leads from documents to reasons, ``secrets`` are sentences of these.
    """

    phrases: tuple[Phrase, ...] = ()
    withheld: dict[str, str] = {}
    secrets: tuple[str, ...] = ()


def load_rules(path: Path) -> Rules:
    """Read rules.

    Raises:
        SettingsError: The file cannot be read, or says something that no rule says.
    """
    try:
        rules = msgspec.toml.decode(path.read_bytes(), type=Rules)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror or error})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    for number, rule in enumerate(rules.hide, start=1):
        if (rule.name is None) == (rule.words is None):
            raise SettingsError(f"{path}, rule {number} of hide: give either name or words")
        if not _tokens(rule.name or rule.words or ""):
            raise SettingsError(f"{path}, rule {number} of hide: it names no letters or digits")
    return rules


def apply_rules(rules: Rules, record: Record) -> Redaction:
    """Find what the rules name in a record.

    Raises:
        RecordError: A name or a document is not in it; nothing would be hidden then.
    """
    withheld = {_document(record, rule.document): rule.reason for rule in rules.withhold}
    phrases = [
        Phrase(words, rule.put, number)
        for number, rule in enumerate(rules.hide)
        for words in _all_words(record, rule)
    ]
    # Whole names first: what is left of one that a shorter one has cut could tell who it was.
    phrases.sort(key=lambda phrase: -len(phrase.words))
    docs = [doc for doc in record.documents() if doc.id in withheld]
    return Redaction(tuple(phrases), withheld, tuple(dict.fromkeys(_sentences(docs))))


def _all_words(record: Record, rule: Hide) -> Sequence[str]:
    """Give the words of a rule; of a name, all names that the entities which bear it go by."""
    if rule.words is not None:
        return (rule.words,)
    wanted = _fold(rule.name or "")[0]
    entities = [one for one in record.store.entities(rule.name) if wanted in _names(one)]
    if not entities:
        close = get_close_matches(rule.name or "", record.names(), n=3)
        hint = f"; near it are {', '.join(close)}" if close else ""
        raise RecordError(f"the record has no name {rule.name!r} to hide{hint}")
    chains = [chain for entity in entities for chain in entity.chains]
    mentions = record.lists.mentions_of_chains(chains)
    texts = {doc.id: doc for doc in record.documents()}
    quotes = {
        texts[one.span.doc_id].quote(one.span)
        for named in mentions.values()
        for one in named
        if one.kind == "name"
    }
    whole = {rule.name or "", *(one.name for one in entities), *quotes} - {""}
    people = [one.name for one in entities if one.type == "person"]
    return sorted(whole | {part for name in people for part in _parts(name)})


def _parts(name: str) -> Iterable[str]:
    """Give the parts of somebody's name that tell who it is; file names often have one alone."""
    return (word for word in name.split() if word[:1].isupper() and len(word) > STUMP - 1)


def _names(entity: Entity) -> set[str]:
    return {_fold(name)[0] for name in (entity.name, *entity.aliases)}


def _document(record: Record, named: str) -> str:
    found = [
        doc.id
        for doc in record.documents()
        if named in (doc.uri, doc.uri.rsplit("/", 1)[-1]) or doc.id.startswith(named)
    ]
    if len(found) != 1:
        what = "no document" if not found else "more than one document"
        raise RecordError(f"the record has {what} {named!r} to withhold: give its whole file or id")
    return found[0]


def _sentences(docs: Iterable[Document]) -> Iterable[str]:
    for doc in docs:
        for block in doc.blocks:
            if block.kind != "headline":
                for sentence in re.split(r"(?<=[.!?])\s+", doc.quote(block.span)):
                    folded = _bare(sentence)
                    if len(folded) >= SHORTEST:
                        yield folded


def redact(page: str, redaction: Redaction) -> tuple[str, Counter[int]]:
    """Hide what is to be hidden on a page; gives it, and how often each rule did something."""
    pieces, counts = _PIECES.split(page), Counter[int]()
    for phrase in redaction.phrases:
        for gap in (_BETWEEN, ""):
            counts[phrase.rule] += _hide_in_text(pieces, phrase, gap)
        for number, piece in enumerate(pieces):
            if piece.startswith("<"):
                pieces[number] = _hide_in_tag(piece, phrase)
    return "".join(pieces), counts


def find_leak(page: str, redaction: Redaction) -> str | None:
    """Give what a page tells though it is to be hidden or withheld; ``None`` if it is clean."""
    pieces = _PIECES.split(page)
    texts = [html.unescape(piece) for piece in pieces if not piece.startswith("<")]
    values = [
        html.unescape(found["value"])
        for piece in pieces
        if piece.startswith("<")
        for found in _VALUES.finditer(piece)
        if found["name"] not in _KEPT
    ]
    seen = [_fold(gap.join(texts))[0] for gap in (_BETWEEN, "")]
    seen.append(_fold(_BETWEEN.join(values))[0])
    for phrase in redaction.phrases:
        if any(phrase.pattern().search(text) for text in seen):
            return phrase.words
    bare = [_bare(text) for text in (*(gap.join(texts) for gap in (" ", "")), " ".join(values))]
    return next((secret for secret in redaction.secrets for text in bare if secret in text), None)


def _hide_in_text(pieces: list[str], phrase: Phrase, gap: str) -> int:
    """Hide words that stand in pieces of text, also where tags stand among them."""
    places = [number for number, piece in enumerate(pieces) if not piece.startswith("<")]
    texts = [html.unescape(pieces[number]) for number in places]
    folded, origin = _fold(gap.join(texts))
    found = [
        (origin[m.start()], origin[m.end() - 1] + 1) for m in phrase.pattern().finditer(folded)
    ]
    stumps = [(n, cut) for n, text in enumerate(texts) if (cut := _stump(text, phrase)) is not None]
    if not found and not stumps:
        return 0
    begins, at = [], 0
    for text in texts:
        begins.append(at)
        at += len(text) + len(gap)
    changed = list(texts)
    for start, end in reversed(found):
        is_first = True
        for number, begin in enumerate(begins):
            left, right = max(start - begin, 0), min(end - begin, len(texts[number]))
            if left < right:
                put = phrase.put if is_first else ""
                changed[number] = changed[number][:left] + put + changed[number][right:]
                is_first = False
    for number, cut in stumps:
        changed[number] = changed[number][:cut] + phrase.put
    for number, text, before in zip(places, changed, texts, strict=True):
        if text != before:
            pieces[number] = html.escape(text)
    return len(found)


def _stump(text: str, phrase: Phrase) -> int | None:
    """Give where a label that was cut short begins to tell the words; ``None`` if it does not."""
    stripped = text.rstrip()
    if not stripped.endswith("…"):
        return None
    folded, origin = _fold(stripped[:-1].rstrip())
    wanted = _fold(phrase.words)[0]
    for length in range(min(len(wanted), len(folded)), STUMP - 1, -1):
        start = len(folded) - length
        if folded.endswith(wanted[:length]) and (start == 0 or not folded[start - 1].isalnum()):
            return origin[start]
    return None


def _hide_in_tag(tag: str, phrase: Phrase) -> str:
    """Hide words in the attributes of a tag; an address that holds them leads nowhere."""

    def hidden(found: re.Match[str]) -> str:
        if found["name"] in _KEPT:
            return found[0]
        value = html.unescape(found["value"])
        folded, origin = _fold(value)
        spans = [(origin[m.start()], origin[m.end() - 1] + 1)
            for m in phrase.pattern().finditer(folded)]  # fmt: skip
        if not spans:
            return found[0]
        if found["name"] in ("href", "src"):
            return f'{found["name"]}="#"'
        for start, end in reversed(spans):
            value = value[:start] + phrase.put + value[end:]
        return f'{found["name"]}="{html.escape(value)}"'

    return _VALUES.sub(hidden, tag)


def _tokens(words: str) -> list[str]:
    return re.findall(r"[^\W_]+", _fold(words)[0])


def _pattern(words: str) -> re.Pattern[str]:
    inner = r"[\W_]*".join(re.escape(token) for token in _tokens(words))
    return re.compile(rf"(?<![^\W_]){inner}(?![^\W_])")


def _fold(text: str) -> tuple[str, list[int]]:
    """Write a text without case and accents, and tell from which character each letter came."""
    folded, origin = [], []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", character)
        for letter in "".join(one for one in plain if not unicodedata.combining(one)).casefold():
            folded.append(letter)
            origin.append(place)
    return "".join(folded), origin


def _bare(text: str) -> str:
    """Write only the letters and digits of a text, folded, with a blank between words."""
    return " ".join(re.findall(r"[^\W_]+", _fold(text)[0]))

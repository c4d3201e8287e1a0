"""Annotated corpora as sentences with the layers that each corpus has."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec

OUTSIDE = "O"
NOT_GIVEN = "?"
"""The label of a word that a layer of its corpus leaves open."""
NAME_TYPES = ("PER", "LOC", "ORG", "MISC")
NAME_TAGS = {"p": ("PER",), "l": ("LOC",), "o": ("ORG",), "a": ("MISC",)}
Meanings = dict[tuple[str, str], tuple[str, str]]
"""Part of speech and features by CESS tag and form, the form ``""`` for all others."""
CONTRACTIONS = {"del": "de", "al": "a"}
CLITICS = frozenset(("me", "te", "se", "lo", "la", "le", "los", "las", "les", "nos", "os"))


class Sentence(msgspec.Struct):
    """One sentence of words; a layer that the corpus lacks is ``None``.

    ``head`` counts from 1, 0 is the root. ``names`` holds for each word the labels that it may
    have, one where the corpus is clear, several where its convention is wider than ours.
    ``begins`` is whether a document or paragraph begins with it.
    """

    forms: list[str]
    begins: bool = False
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemma: list[str] | None = None
    head: list[int] | None = None
    deprel: list[str] | None = None
    names: list[tuple[str, ...]] | None = None
    xpos: list[str] | None = None


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One corpus of a configuration.

    Attributes:
        convention: Corpora of one convention share a vector that tells them from others.
        path: CoNLL-U, IOB2 or ``.pos.tsv`` file, below the folder of corpora.
        names: IOB2 file with the names of the same sentences.
        types: The corpus's types of names, each as the types that it may be with us.
        running: Whether sentences that follow each other make running text.
        share: How often it is read in an epoch, or part of it.
        like: For a file of tags, CoNLL-U with the same tags, which shows what they mean.
        unmarked: Subtypes of relations that it does not tell from their main type.
        told: Whether it is measured with its convention.
        keep: ``"i/n"``: only sentences whose number is i modulo n; ``"!i/n"``: only the others.
    """

    convention: str
    path: str
    names: str | None = None
    types: Mapping[str, tuple[str, ...]] = {}
    running: bool = True
    share: float = 1.0
    like: str | None = None
    unmarked: tuple[str, ...] = ()
    told: bool = False
    keep: str | None = None


def read_source(folder: Path, source: Source, demonyms: frozenset[str]) -> list[Sentence]:
    """Read a corpus with its names, if it has any."""
    path = folder / source.path
    if path.suffix == ".conllu":
        sentences = read_trees(path)
    elif path.suffix == ".iob2":
        sentences = [Sentence(forms, begins) for forms, _, begins in _read_iob(path)]
    else:
        sentences = read_tags(path, read_trees(folder / (source.like or "")))
    named = source.names or (source.path if path.suffix == ".iob2" else None)
    if named:
        _add_names(sentences, folder / named, source.types, demonyms)
    for sentence in sentences:
        sentence.begins = sentence.begins or not source.running
    return [each for number, each in enumerate(sentences) if _is_kept(number, source.keep)]


def _is_kept(number: int, keep: str | None) -> bool:
    if keep is None:
        return True
    chosen, every = keep.lstrip("!").split("/")
    return (number % int(every) == int(chosen)) != keep.startswith("!")


def read_trees(path: Path) -> list[Sentence]:
    """Read a CoNLL-U file; words are syntactic words, ranges and empty nodes are left out.

    Relations keep their subtypes.
    """
    sentences = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        words = [row for row in rows if row[0].isdigit()]
        sentences.append(
            Sentence(
                forms=[row[1] for row in words],
                begins=any(line.startswith(("# newdoc", "# newpar")) for line in lines),
                lemma=[row[2] for row in words],
                upos=[row[3] for row in words],
                feats=["" if row[5] == "_" else row[5] for row in words],
                head=[int(row[6]) for row in words],
                deprel=[row[7] for row in words],
                xpos=[row[4] for row in words],
            )
        )
    return sentences


def read_tags(path: Path, like: Sequence[Sentence]) -> list[Sentence]:
    """Read a file of forms, lemmas and tags of the CESS corpus as words of Universal Dependencies.

    Joined words are taken apart, and so are contractions and infinitives with pronouns. What a tag
    means is learnt from sentences that have both kinds of annotation; where it can mean several
    things, the word has no label.

    Args:
        like: Sentences with the annotation of Universal Dependencies and the tags of CESS.
    """
    meaning = _meanings(like)
    sentences = []
    begins = True
    for block in path.read_text("utf-8").split("\n\n"):
        lines = block.strip().split("\n")
        begins = begins or any(line.startswith("# doc") for line in lines)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if rows:
            sentences.append(_tagged(rows, meaning, begins=begins))
            begins = False
    return sentences


def _tagged(rows: Sequence[Sequence[str]], meaning: Meanings, *, begins: bool) -> Sentence:
    forms, all_upos, all_feats, lemmas = [], [], [], []
    names: list[tuple[str, ...]] = []
    for unit, unit_lemma, unit_tag in rows:
        words = _plain_words(unit, unit_lemma, unit_tag)
        types = NAME_TAGS.get(unit_tag[6:7], NAME_TYPES) if unit_tag.startswith("np") else ()
        for place, (form, lemma, tag) in enumerate(words):
            upos, feats = meaning.get(
                (tag.lower(), form.lower()), meaning.get((tag.lower(), ""), (NOT_GIVEN, NOT_GIVEN))
            )
            forms.append(form)
            all_upos.append(upos)
            all_feats.append(feats)
            known = upos not in (NOT_GIVEN, "PROPN", "NUM", "SYM")
            lemmas.append(lemma.lower() if known else NOT_GIVEN)
            mark = "I" if place else "B"
            names.append(tuple(f"{mark}-{kind}" for kind in types) or (OUTSIDE,))
    return Sentence(forms, begins, upos=all_upos, feats=all_feats, lemma=lemmas, names=names)


def _meanings(like: Sequence[Sentence]) -> Meanings:
    """Give what tags, alone or with a form, stand for, where that is nearly always the same."""
    seen: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for each in like:
        layers = zip(each.forms, each.upos or (), each.feats or (), each.xpos or (), strict=True)
        for form, upos, feats, tag in layers:
            seen[tag.lower(), ""][upos, feats] += 1
            seen[tag.lower(), form.lower()][upos, feats] += 1
    clear = {}
    for key, counts in seen.items():
        most, times = counts.most_common(1)[0]
        if times >= 3 and times >= 0.97 * counts.total():
            clear[key] = most
    return clear


def _plain_words(form: str, lemma: str, tag: str) -> list[tuple[str, str, str]]:
    """Take a unit of CESS apart into words with lemma and tag; parts have the tag ``"?"``."""
    if "_" in form and len(form) > 1:
        return [word for part in form.split("_") if part for word in _plain_words(part, part, "?")]
    small = form.lower()
    if small in CONTRACTIONS:
        first = form[: len(CONTRACTIONS[small])]
        return [(first, first.lower(), "sps00"), ("el", "el", "da0ms0")]
    rest = small[len(lemma) :]
    if tag.startswith("vmn") and small.startswith(lemma) and rest in CLITICS:
        return [(form[: len(lemma)], lemma, tag), (form[len(lemma) :], rest, "?")]
    return [(form, lemma, tag)]


def _read_iob(path: Path) -> Iterator[tuple[list[str], list[str], bool]]:
    """Give the forms and tags of each sentence and whether a document begins with it."""
    begins = True
    rows: list[list[str]] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# doc"):
            begins = True
        elif line.strip():
            rows.append(line.split("\t"))
        elif rows:
            yield [row[0] for row in rows], [row[-1] for row in rows], begins
            rows, begins = [], False


def _add_names(
    sentences: Sequence[Sentence],
    path: Path,
    types: Mapping[str, tuple[str, ...]],
    demonyms: frozenset[str],
) -> None:
    """Give sentences the names of a file that has the same ones in the same order, but for a few.

    Raises:
        ValueError: The words of the two differ.
    """
    tagged: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for forms, tags, _ in _read_iob(path):
        tagged[tuple(forms)].append(tags)
    left_out = 0
    for sentence in sentences:
        same = tagged[tuple(sentence.forms)]
        if same:
            sentence.names = allowed_labels(sentence.forms, same.pop(0), types, demonyms)
        else:
            left_out += 1
    if left_out > len(sentences) // 100:
        raise ValueError(f"{path}: {left_out} sentences of the trees are not in it")


def allowed_labels(
    forms: Sequence[str],
    tags: Sequence[str],
    types: Mapping[str, tuple[str, ...]],
    demonyms: frozenset[str],
) -> list[tuple[str, ...]]:
    """Give the labels that each word may have with us, from the tags of a corpus.

    A word for a nationality that stands alone is ``NORP``, whatever the corpus makes of it.

    >>> places = {"LOC": ("LOC",), "MISC": ("EVENT", "WORK")}
    >>> allowed_labels(["Peruvian", "War"], ["B-MISC", "I-MISC"], places, frozenset())
    [('B-EVENT', 'B-WORK'), ('I-EVENT', 'I-WORK')]
    >>> allowed_labels(["Peruvian", "miners"], ["B-LOC", "O"], places, frozenset(["Peruvian"]))
    [('B-NORP',), ('O',)]
    """
    labels: list[tuple[str, ...]] = []
    for place, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        after = tags[place + 1] if place + 1 < len(tags) else OUTSIDE
        alone = tag[0] != "I" and after[0] != "I"
        kind = tag[2:]
        if alone and form in demonyms and kind not in ("PER", "ORG", "person", "organization"):
            labels.append(("B-NORP",))
        elif not kind:
            labels.append((OUTSIDE,))
        else:
            labels.append(tuple(_bio(tag[0], each) for each in types.get(kind, (kind,))))
    return labels


def _bio(begin: str, kind: str) -> str:
    return OUTSIDE if kind == OUTSIDE else f"{begin}-{kind}"


def read_demonyms(path: Path, columns: Iterable[int]) -> frozenset[str]:
    """Read words for nationalities out of some columns of a table, with their plurals in -s."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    words = {row[column] for row in rows[1:] for column in columns if len(row) > column}
    single = {word for word in words if word and " " not in word and word[0].isupper()}
    return frozenset(single | {word + "s" for word in single})


def plain_relation(label: str, subtypes: frozenset[str]) -> str:
    """Cut the subtype off a relation unless it is one that is kept."""
    return label if label in subtypes else label.split(":")[0]


def running_rows(
    sentences: Iterable[Sentence], pieces_of: Callable[[Sequence[str]], int], most: int
) -> Iterator[list[Sentence]]:
    """Give the sentences of paragraphs together, as far as they have at most so many pieces."""
    row: list[Sentence] = []
    length = 0
    for sentence in sentences:
        size = pieces_of(sentence.forms)
        if row and (sentence.begins or length + size > most):
            yield row
            row, length = [], 0
        row.append(sentence)
        length += size
    if row:
        yield row


def ranges_of(row: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Give first word and end of each sentence of a row."""
    return list(pairwise(accumulate((len(each.forms) for each in row), initial=0)))

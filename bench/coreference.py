"""Score chains: gendered pronouns of GAP, names and pronouns of GUM, names of stories.

    python -m bench.coreference gap FILE.tsv [--write-floors]
    python -m bench.coreference gum FILE.jsonl
    python -m bench.coreference stories FOLDER [STORY ...] [--explain]

GAP (``corpora/coref/gap``): a pronoun and two names; right if the chain of the pronoun holds the
name that it means, and not the other one. Precision, recall and F1 over both names of every row;
the development rows, on which no weight is fitted, have a floor.
GUM (``corpora/coref/gum``): names and he/she/it/they pronouns that the annotation and the system
both have, as links: a pair of mentions is a link if they are in one chain.
Stories: B-cubed over the names and descriptions that the gold lists, within each document (a name
counts once a document); ``found`` is the share of them that a mention covers.

A corpus that is absent is skipped by name.
"""

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from bench.floors import corpus_hash, judge
from kipu.documents import from_text, read_document
from kipu.lang.names import load_name_lexicon
from kipu.model.documents import Document
from kipu.model.readings import Mention
from kipu.reading.coreference import Entities, read_entities
from kipu.syntax import load_parser

Json = dict[str, Any]
Place = tuple[int, int]
HELD_GAP = "gap-development"
MARGIN = 0.005


class Tally(msgspec.Struct):
    """Counts of right, said and wanted."""

    right: float = 0
    said: float = 0
    wanted: float = 0

    def f1(self) -> float:
        """Give F1 as a share: the right ones of the mean of said and wanted."""
        total = self.said + self.wanted
        return 2 * self.right / total if total else 0.0

    def shown(self) -> str:
        """Give precision, recall and F1 in per cent."""
        precision = self.right / self.said if self.said else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F {100 * self.f1():5.1f}"


def read(doc: Document) -> Entities:
    """Read one English document's entities."""
    return read_entities(doc, load_parser("en").parse(doc), load_name_lexicon("en"))


def plain(text: str, uri: str) -> Document:
    """Make a document of running text, without a headline of its own."""
    return from_text(text, uri=uri, title=None, language="en")


def score_gap(path: Path) -> dict[str, float]:
    """Score the pronouns of a GAP file, men and women apart; give F1 as shares."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        doc = plain(row["Text"], row["ID"])
        shift = doc.text.find(row["Text"][:40])
        entities = read(doc)
        at = int(row["Pronoun-offset"]) + shift
        chain = _chain_at(entities, (at, at + len(row["Pronoun"])))
        sex = "women" if row["Pronoun"].lower() in ("she", "her", "hers") else "men"
        for letter in "AB":
            start = int(row[f"{letter}-offset"]) + shift
            other = _chain_at(entities, (start, start + len(row[letter])))
            said = chain is not None and chain == other
            wanted = row[f"{letter}-coref"] == "TRUE"
            for tally in (tallies[sex], tallies["all"]):
                tally.right += said and wanted
                tally.said += said
                tally.wanted += wanted
    for name, tally in sorted(tallies.items()):
        print(f"gap {name:6s} {tally.shown()}")
    return {name: tally.f1() for name, tally in tallies.items()}


def _chain_at(entities: Entities, place: Place) -> str | None:
    """Give the chain of the mention that covers a place best: the same end first."""
    best: tuple[int, str] | None = None
    for mention in entities.mentions:
        start, end = mention.span.start, mention.span.end
        if start < place[1] and place[0] < end and mention.kind != "nominal":
            weight = 2 * (end == place[1]) + (start == place[0])
            if best is None or weight > best[0]:
                best = weight, mention.chain
    return best[1] if best else None


def score_gum(path: Path) -> None:
    """Score names and pronouns of documents in GUM's form."""
    links: dict[str, Tally] = defaultdict(Tally)
    names = Tally()
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        doc, gold = _gum_document(entry)
        entities = read(doc)
        system = {(m.span.start, m.span.end): m for m in entities.mentions}
        matched = {place: _match(place, system) for place in gold}
        for place, (kind, _) in gold.items():
            names.wanted += kind == "name"
            names.right += kind == "name" and matched[place] is not None
        names.said += sum(m.kind == "name" for m in entities.mentions)
        _count_links(gold, matched, links)
    print(f"gum names found    {names.shown()}")
    for kind, tally in sorted(links.items()):
        print(f"gum {kind:14s} {tally.shown()}")


def _gum_document(entry: Json) -> tuple[Document, dict[Place, tuple[str, int]]]:
    """Join tokens with blanks; give each name and third-person pronoun its place and cluster."""
    text, offsets = "", []
    for sentence in entry["sents"]:
        row = []
        for token in sentence:
            row.append((len(text), len(text) + len(token)))
            text += token + " "
        offsets.append(row)
        text = text.rstrip() + "\n"
    doc = plain(text, entry["doc"])
    shift = doc.text.find(text[:30])
    gold: dict[Place, tuple[str, int]] = {}
    for mention in entry["mentions"]:
        if mention["type"] not in ("person", "organization", "place"):
            continue
        row = offsets[mention["sent"]]
        named = mention["kind"] == "name"
        start = mention.get("name_start") if named else mention["start"]
        end = mention.get("name_end") if named else mention["end"]
        if mention["kind"] not in ("name", "pron") or start is None:
            continue
        place = row[start][0] + shift, row[end - 1][1] + shift
        if named or text[place[0] - shift : place[1] - shift].lower() in _THIRD:
            gold[place] = mention["kind"], mention["cluster"]
    return doc, gold


_THIRD = frozenset(
    ("he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they",
     "them", "their")
)  # fmt: skip


def _match(place: Place, system: dict[Place, Mention]) -> Mention | None:
    if place in system:
        return system[place]
    for (start, end), mention in system.items():
        if mention.kind == "name" and end == place[1] and start < place[1]:
            return mention
    return None


def _count_links(
    gold: dict[Place, tuple[str, int]],
    matched: dict[Place, Mention | None],
    links: dict[str, Tally],
) -> None:
    """Count pairs of mentions in one chain, by the kinds of the two."""
    for one, other in combinations(sorted(gold), 2):
        kinds = "-".join(sorted((gold[one][0], gold[other][0])))
        if kinds == "pron-pron":
            continue
        a, b = matched[one], matched[other]
        said = a is not None and b is not None and a.chain == b.chain
        wanted = gold[one][1] == gold[other][1]
        links[kinds].right += said and wanted
        links[kinds].said += said
        links[kinds].wanted += wanted


def score_stories(folder: Path, stories: Sequence[str], *, explain: bool) -> None:
    """Score the names and descriptions of stories, document by document."""
    recall, precision = Tally(), Tally()
    found, listed, seconds, documents = 0, 0, 0.0, 0
    for doc, gold in _story_documents(folder, stories):
        syntax = load_parser("en").parse(doc)
        begun = time.perf_counter()
        entities = read_entities(doc, syntax, load_name_lexicon("en"))
        seconds += time.perf_counter() - begun
        documents += 1
        owner, system = _clusters(doc, entities, gold)
        found += len(system)
        listed += len(owner)
        _count_b3(owner, system, recall)
        _count_b3(system, owner, precision)
        if explain:
            _explain(doc, entities, owner, system)
    r, p = recall.right / recall.said, precision.right / precision.said
    print(f"stories b3 P {100 * p:.1f}  R {100 * r:.1f}  F {200 * p * r / (p + r):.1f}")
    share, each = found / listed, seconds / documents
    print(f"stories found {100 * share:.1f}  ms a document {1000 * each:.1f}")


def _story_documents(folder: Path, stories: Sequence[str]) -> Iterator[tuple[Document, Json]]:
    for story in sorted(folder.iterdir()):
        gold_path = story / "gold.json"
        if not gold_path.exists() or (stories and story.name not in stories):
            continue
        gold = json.loads(gold_path.read_text("utf-8"))
        if gold["language"] == "en":
            for entry in gold["documents"]:
                data = (story / entry["file"]).read_bytes()
                yield read_document(data, uri=f"{story.name}/{entry['file']}"), gold


def _clusters(
    doc: Document, entities: Entities, gold: Json
) -> tuple[dict[str, str], dict[str, str]]:
    """Give for each name of the document its gold entity, and its chain."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entity in gold["entities"]:
        for alias in entity["aliases"]:
            owners[alias].add(entity["id"])
    persons = {e["id"] for e in gold["entities"] if e["type"] == "person"}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    owner: dict[str, str] = {}
    taken: set[str] = set()
    for alias, place in _occurrences(owners, doc.text):
        if len(owners[alias]) > 1:
            continue
        owner[alias] = next(iter(owners[alias]))
        mention = _covering(entities, place, taken, person=owner[alias] in persons)
        if mention is not None:
            taken.add(mention.id)
            votes[alias][mention.chain] += 1
    return owner, {alias: min(c, key=lambda k: (-c[k], k)) for alias, c in votes.items()}


def _occurrences(aliases: dict[str, set[str]], text: str) -> list[tuple[str, Place]]:
    """Find whole-word occurrences, of two that overlap the longer one."""
    found: list[tuple[str, Place]] = []
    for alias in sorted(aliases, key=lambda a: (-len(a), a)):
        pattern = r"\s+".join(map(re.escape, alias.split()))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            if not any(s < match.end() and match.start() < e for _, (s, e) in found):
                found.append((alias, match.span()))
    return sorted(found, key=lambda one: one[1])


def _covering(entities: Entities, place: Place, taken: set[str], *, person: bool) -> Mention | None:
    best, best_share = None, 0.0
    for mention in entities.mentions:
        start, end = max(place[0], mention.span.start), min(place[1], mention.span.end)
        if start >= end or mention.id in taken:
            continue
        whole = max(place[1], mention.span.end) - min(place[0], mention.span.start)
        share = (end - start) / whole
        same_end = person and mention.span.end == place[1]
        if (share >= 0.5 or same_end) and share > best_share:
            best, best_share = mention, share
    return best


def _count_b3(these: dict[str, str], others: dict[str, str], tally: Tally) -> None:
    members: dict[str, set[str]] = defaultdict(set)
    for name, cluster in these.items():
        members[cluster].add(name)
    for name, cluster in these.items():
        same = {m for m in members[cluster] if m in others and others.get(name) == others[m]}
        tally.right += len(same) / len(members[cluster]) if name in others else 0.0
        tally.said += 1


def _explain(
    doc: Document, entities: Entities, owner: dict[str, str], system: dict[str, str]
) -> None:
    names = {chain.id: chain.name for chain in entities.chains}
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for alias, entity in sorted(owner.items()):
        if alias not in system:
            print(f"{doc.uri} not found: {alias!r} ({entity})")
        else:
            parts[entity][names[system[alias]]].append(alias)
    for entity, chains in sorted(parts.items()):
        if len(chains) > 1:
            print(f"{doc.uri} split: {entity} {dict(chains)}")
    merged: dict[str, set[str]] = defaultdict(set)
    for alias, chain in system.items():
        merged[chain].add(owner[alias])
    for chain, several in sorted(merged.items()):
        if len(several) > 1:
            print(f"{doc.uri} merged: {names[chain]!r} {sorted(several)}")


def main() -> int:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description="Score chains within documents.")
    parser.add_argument("corpus", choices=("gap", "gum", "stories"))
    parser.add_argument("path", type=Path)
    parser.add_argument("stories", nargs="*")
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors of GAP")
    arguments = parser.parse_args()
    if not arguments.path.exists():
        print(f"{arguments.corpus}: {arguments.path} is not here, skipped")
        return 0
    if arguments.corpus == "gap":
        reached = score_gap(arguments.path)
        if arguments.path.stem == HELD_GAP:
            corpus = corpus_hash([arguments.path])
            write = arguments.write_floors
            return judge(HELD_GAP, reached, corpus, margin=MARGIN, write=write)
    elif arguments.corpus == "gum":
        score_gum(arguments.path)
    else:
        score_stories(arguments.path, arguments.stories, explain=arguments.explain)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What people decide on a page, made into judgements that are addressed by content."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Literal, get_args

import msgspec

from kipu.model import edtf
from kipu.model.errors import RecordError
from kipu.model.ids import content_id
from kipu.model.judgements import Judgement, JudgementKind, Target, Verdict
from kipu.model.readings import OTHER, Factuality, Reading
from kipu.model.spans import Span
from kipu.model.targets import address, address_document
from kipu.record import Account, Store, Thing

Verb = Literal[
    "right", "wrong", "unsure", "prefer", "reject", "edit", "same", "different", "split", "copy",
    "original", "date", "key", "disputed", "note", "assign", "tag", "withdraw",
]  # fmt: skip

_VERDICTS: dict[str, Verdict] = {"right": "positive", "wrong": "negative", "unsure": "unsure"}
_REMARKS: dict[str, JudgementKind] = {
    "key": "key", "disputed": "disputed", "note": "note", "assign": "assigned", "tag": "tag",
}  # fmt: skip


class By(msgspec.Struct, frozen=True):
    """Who decides, when (with its time zone), and why."""

    judge: str
    at: datetime
    reason: str | None = None


class Decision(msgspec.Struct, frozen=True):
    """What a person decides, in the ids of the page that they look at, or beginnings of ids.

    ``of`` is an event, account, mention, statement, entity, document or judgement, ``other`` what
    it is compared with, what is split off, or which of several values is edited. ``attribute`` is
    "when", "place", "type", "factuality", "source" or a role; ``value`` the value as it is shown,
    or the new one.
    """

    verb: Verb
    of: str
    other: tuple[str, ...] = ()
    attribute: str | None = None
    value: str | None = None


class Draft(msgspec.Struct, frozen=True):
    """The judgements that decisions come to, and those that they withdraw."""

    made: tuple[Judgement, ...] = ()
    withdrawn: tuple[str, ...] = ()


def draft(decisions: Iterable[Decision], by: By, store: Store) -> Draft:
    """Make judgements of decisions.

    Raises:
        RecordError: Something is not there, or cannot be judged so; the message says what.
    """
    if not by.judge.strip():
        raise RecordError("a judgement needs the name of its judge")
    drafter = _Drafter(store, by)
    drafts = [drafter.draft(decision) for decision in decisions]
    return Draft(
        tuple(judgement for one in drafts for judgement in one.made),
        tuple(sorted({id_ for one in drafts for id_ in one.withdrawn})),
    )


class _Given(msgspec.Struct, frozen=True):
    """A value that an account gives, and the name of the entity that it is."""

    account: Account
    value: str
    name: str | None
    span: Span | None


class _OfValue(msgspec.Struct, frozen=True):
    target: Target
    verdict: Verdict
    machine: str | None
    new: str | None


class _Drafter:
    """Drafts judgements of one person at one time; reads each document once."""

    def __init__(self, store: Store, by: By) -> None:
        self._store = store
        self._by = by
        self._readings: dict[str, Reading] = {}

    def draft(self, decision: Decision) -> Draft:
        """Make judgements of one decision."""
        by_verb: dict[str, Callable[[Decision], Draft]] = {
            "prefer": self._prefer,
            "reject": self._reject,
            "edit": self._edit,
            "same": self._pair,
            "different": self._pair,
            "split": self._split,
            "copy": self._copy,
            "original": self._copy,
            "date": self._date,
            "withdraw": lambda d: Draft((), (self._store.desk.find(d.of).id,)),
        }
        if decision.verb in _VERDICTS:
            return self._right(decision)
        return by_verb.get(decision.verb, self._remark)(decision)

    def _reading(self, document: str) -> Reading:
        if document not in self._readings:
            self._readings[document] = self._store.reading(document)
        return self._readings[document]

    def _judgement(
        self,
        kind: JudgementKind,
        target: Target,
        verdict: Verdict = "positive",
        *,
        attribute: str | None = None,
        value: str | None = None,
        machine: str | None = None,
    ) -> Judgement:
        by = self._by
        said = msgspec.json.encode(target).decode()
        id_ = content_id("j", kind, said, verdict, attribute, value, by.judge, by.at.isoformat())
        return Judgement(
            *(id_, target, verdict, by.judge, by.at, by.reason),
            kind=kind,
            attribute=attribute,
            value=value,
            machine=machine,
        )

    # What is judged.

    def _accounts(self, thing: Thing) -> tuple[Account, ...]:
        """Give the accounts of an event, or the one account."""
        if thing.kind == "event":
            return self._store.accounts(thing.id)
        if thing.kind == "account" and thing.document is not None:
            reading = self._reading(thing.document)
            return tuple(Account(reading.doc, m) for m in reading.events if m.id == thing.id)
        raise RecordError(f"{thing.id} is no event and no account of one, but a {thing.kind}")

    def _target(self, thing: Thing) -> Target:
        """Address a thing by content; an event by its first account, an entity by a mention."""
        from kipu.resolution.placing import address_account

        if thing.kind == "event":
            account = min(self._store.accounts(thing.id), key=lambda a: a.mention.id)
            return address_account(account.mention, self._reading(account.doc.id))
        if thing.kind == "entity":
            chain = min(self._store.entity(thing.id).chains)
            return self._chain(chain, self._store.desk.documents_of([chain])[chain])
        if thing.document is None:
            raise RecordError(f"{thing.id} is a {thing.kind}, which cannot be judged so")
        reading = self._reading(thing.document)
        if thing.kind == "document":
            return address_document(reading.doc)
        if thing.kind == "account":
            event = next(event for event in reading.events if event.id == thing.id)
            return address_account(event, reading)
        parts = reading.mentions if thing.kind == "mention" else reading.statements
        span = next(part.span for part in parts if part.id == thing.id)
        return address(reading.doc, span, thing.kind)

    def _chain(self, chain: str, document: str) -> Target:
        """Address a chain by its first mention, one that is a name if there is one."""
        reading = self._reading(document)
        mentions = [mention for mention in reading.mentions if mention.chain == chain]
        first = min(mentions, key=lambda m: (m.kind != "name", m.span))
        return address(reading.doc, first.span, "mention")

    # Right, wrong, unsure.

    def _right(self, decision: Decision) -> Draft:
        from kipu.resolution.placing import describe

        thing = self._store.desk.find(decision.of)
        if thing.kind in ("event", "account"):
            things = [Thing("account", a.mention.id, a.doc.id) for a in self._accounts(thing)]
        elif thing.kind in ("mention", "statement"):
            things = [thing]
        else:
            raise RecordError(f"{thing.id} is a {thing.kind}: judge its mentions or values")
        return Draft(
            tuple(
                self._judgement(
                    "right",
                    target := self._target(one),
                    _VERDICTS[decision.verb],
                    machine=describe(target.role, one.id, self._reading(one.document or "")),
                )
                for one in things
            )
        )

    # Values.

    def _values(self, decision: Decision) -> Iterator[_Given]:
        """Give the values of an attribute that the accounts judged give."""
        from kipu.resolution.values import values_of

        if decision.attribute is None:
            raise RecordError("name which value is judged: when, place, type, or a role")
        accounts = self._accounts(self._store.desk.find(decision.of))
        for account in accounts:
            for told in values_of(account.mention, account.doc):
                if told.attribute == decision.attribute:
                    yield _Given(account, told.value, self._names(account, told.span), told.span)

    def _names(self, account: Account, span: Span | None) -> str | None:
        """Give the name of the entity that an argument at a span names."""
        mention = account.mention
        arguments = (*mention.arguments, *((mention.place,) if mention.place else ()))
        named = [a.mention for a in arguments if a.span == span and a.mention]
        entities = self._store.desk.entities_of(named)
        found = self._store.fetch_entities(sorted(set(entities.values())))
        return found[0].name if found else None

    def _given(self, decision: Decision, value: str | None) -> list[_Given]:
        """Give the accounts' values that are shown as this value.

        Those on that side of a contradiction come first: a preference is about one of the sides.
        """
        given = list(self._values(decision))
        thing = self._store.desk.find(decision.of)
        sides = self._store.contradictions(thing.id) if thing.kind == "event" else ()
        accounts = {
            mention
            for found in sides
            if found.attribute == decision.attribute
            for side in found.values
            if side.value == value
            for mention in side.mentions
        }
        on_side = [one for one in given if one.account.mention.id in accounts]
        same = [one for one in given if value in (one.value, one.name)]
        if same or on_side:
            return sorted(same or on_side, key=lambda one: one.account.mention.id not in accounts)
        known = ", ".join(dict.fromkeys(one.name or one.value for one in given)) or "nothing"
        raise RecordError(
            f"no account of {decision.of} gives {value!r} as {decision.attribute}: "
            f"they give {known}"
        )

    def _of_value(self, given: _Given, verdict: Verdict, new: str | None = None) -> _OfValue:
        from kipu.resolution.placing import address_account

        reading = self._reading(given.account.doc.id)
        target = address_account(given.account.mention, reading)
        if given.span is not None:
            words = address(reading.doc, given.span, "value")
            target = msgspec.structs.replace(target, other=words)
        return _OfValue(target, verdict, given.value, new)

    def _value(self, one: _OfValue, attribute: str | None) -> Judgement:
        return self._judgement(
            "value",
            one.target,
            one.verdict,
            attribute=attribute,
            value=one.new,
            machine=one.machine,
        )

    def _prefer(self, decision: Decision) -> Draft:
        from kipu.resolution.placing import address_account

        given = self._given(decision, decision.value)[0]
        accounts = self._accounts(self._store.desk.find(decision.of))
        targets = {address_account(a.mention, self._reading(a.doc.id)) for a in accounts}
        others = [
            judgement.id
            for judgement in self._store.desk.values_judged(a.doc.sha256 for a in accounts)
            if judgement.attribute == decision.attribute
            and judgement.verdict == "positive"
            and judgement.value is None
            and msgspec.structs.replace(judgement.target, other=None) in targets
        ]
        made = self._value(self._of_value(given, "positive"), decision.attribute)
        return Draft((made,), tuple(others))

    def _reject(self, decision: Decision) -> Draft:
        if decision.attribute in ("type", "factuality"):
            raise RecordError(f"say which {decision.attribute} it is instead: edit it")
        return Draft(
            tuple(
                self._value(self._of_value(given, "negative"), decision.attribute)
                for given in self._given(decision, decision.value)
            )
        )

    def _edit(self, decision: Decision) -> Draft:
        from kipu.resolution.placing import address_account

        value = self._checked(decision)
        old = decision.other[0] if decision.other else None
        given = self._given(decision, old) if old else list(self._values(decision))
        several = dict.fromkeys(one.name or one.value for one in given)
        if len(several) > 1 and self._store.desk.find(decision.of).kind == "account":
            raise RecordError(
                f"{decision.of} has several values of {decision.attribute}: "
                f"name the one that is edited ({', '.join(several)})"
            )
        if given:
            made = self._of_value(given[0], "positive", value)
        else:
            account = self._accounts(self._store.desk.find(decision.of))[0]
            target = address_account(account.mention, self._reading(account.doc.id))
            made = _OfValue(target, "positive", None, value)
        return Draft((self._value(made, decision.attribute),))

    def _checked(self, decision: Decision) -> str:
        """Give the new value as it is kept, or say why it makes no sense."""
        value, attribute = (decision.value or "").strip(), decision.attribute
        if not value:
            raise RecordError(f"say what {attribute} is instead")
        if attribute == "when":
            return read_time(value)
        if attribute == "type":
            return _known(value, self._types(), "type of event")
        if attribute == "factuality":
            return _known(value, get_args(Factuality), "factuality")
        if attribute == "source" or any(char.isdigit() for char in value):
            return value
        return self._known_name(value)

    @staticmethod
    def _types() -> tuple[str, ...]:
        from kipu.lang.ontology import load_ontology

        return (*load_ontology().types, OTHER)

    def _known_name(self, name: str) -> str:
        """Give a name as a text has it, of somebody or something that the record knows."""
        wanted = name.casefold()
        for entity in self._store.entities(name):
            if wanted in (known.casefold() for known in (entity.name, *entity.aliases)):
                chain = min(entity.chains)
                reading = self._reading(self._store.desk.documents_of([chain])[chain])
                return next(c.name for c in reading.chains if c.id == chain)
        raise RecordError(f"nobody and nothing in the record is called {name!r}")

    # Identity.

    def _pair(self, decision: Decision) -> Draft:
        one, other = (self._store.desk.find(id_) for id_ in (decision.of, *_one(decision)))
        kinds = {"account": "event", "mention": "entity"}
        if kinds.get(one.kind, one.kind) != kinds.get(other.kind, other.kind):
            raise RecordError(f"a {one.kind} and a {other.kind} cannot be compared")
        if one.id == other.id:
            raise RecordError(f"{one.id} is named twice")
        pair = self._target(one), self._target(other)
        if decision.verb == "different":
            return Draft((self._same(*pair, "negative"),))
        # What was split before would contradict it, and neither would hold.
        return Draft((self._same(*pair, "positive"),), self._held_apart(one, other))

    def _held_apart(self, one: Thing, other: Thing) -> tuple[str, ...]:
        """Give the judgements by which parts of one are no parts of the other."""
        ours, theirs = self._parts(one), self._parts(other)
        return tuple(
            judgement.id
            for judgement, at in self._store.desk.placed(sorted(ours))
            if (judgement.kind, judgement.verdict) == ("same", "negative")
            and {at.target, at.other} & ours
            and {at.target, at.other} & theirs
        )

    def _parts(self, thing: Thing) -> frozenset[str]:
        if thing.kind == "event":
            return frozenset(account.mention.id for account in self._accounts(thing))
        return self._store.desk.mentions_of(thing.id) | {thing.id}

    def _same(self, one: Target, other: Target, verdict: Verdict) -> Judgement:
        return self._judgement("same", msgspec.structs.replace(one, other=other), verdict)

    def _split(self, decision: Decision) -> Draft:
        """Hold apart what leaves and what stays, and keep together what leaves."""
        thing = self._store.desk.find(decision.of)
        leaving = [self._store.desk.find(id_) for id_ in decision.other]
        if thing.kind == "event":
            keys = {account.mention.id: account.doc.id for account in self._accounts(thing)}
            gone = {one.id for one in leaving}
            address_of: Callable[[str], Target] = lambda id_: self._target(  # noqa: E731
                Thing("account", id_, keys[id_])
            )
        elif thing.kind == "entity":
            keys = self._store.desk.documents_of(self._store.entity(thing.id).chains)
            gone = {self._chain_of(one) for one in leaving}
            address_of = lambda id_: self._chain(id_, keys[id_])  # noqa: E731
        else:
            raise RecordError(f"{thing.id} is a {thing.kind}: events and entities can be split")
        if not gone or not gone < keys.keys():
            raise RecordError(
                f"name what is to leave {thing.id}: some of what it is made of, and not all"
            )
        out = [address_of(id_) for id_ in sorted(gone)]
        rest = [address_of(id_) for id_ in sorted(keys.keys() - gone)]
        apart = [self._same(one, other, "negative") for one, other in product(out, rest)]
        together = [self._same(out[0], other, "positive") for other in out[1:]]
        return Draft((*apart, *together))

    def _chain_of(self, thing: Thing) -> str:
        if thing.kind != "mention" or thing.document is None:
            raise RecordError(f"{thing.id} is no mention")
        mentions = self._reading(thing.document).mentions
        return next(mention.chain for mention in mentions if mention.id == thing.id)

    # Documents, and what is said beside.

    def _copy(self, decision: Decision) -> Draft:
        one, other = (self._store.desk.find(id_) for id_ in (decision.of, *_one(decision)))
        if (one.kind, other.kind) != ("document", "document") or one.id == other.id:
            raise RecordError("two documents are needed to say that one is a copy of the other")
        target = msgspec.structs.replace(self._target(one), other=self._target(other))
        return Draft(
            (
                self._judgement(
                    "copy", target, "positive" if decision.verb == "copy" else "negative"
                ),
            )
        )

    def _date(self, decision: Decision) -> Draft:
        from kipu.pipeline.times import parse_stated

        thing = self._store.desk.find(decision.of)
        if thing.kind != "document" or thing.document is None:
            raise RecordError(f"{thing.id} is a {thing.kind}: only documents are dated")
        created = self._reading(thing.document).created
        machine = created.interval.edtf if created.interval else None
        value = parse_stated((decision.value or "").strip()).edtf
        judgement = self._judgement("date", self._target(thing), value=value)
        return Draft((msgspec.structs.replace(judgement, machine=machine),))

    def _remark(self, decision: Decision) -> Draft:
        kind = _REMARKS[decision.verb]
        value = (decision.value or "").strip() or None
        if value is None and kind != "key":
            raise RecordError(f"{decision.verb} needs a word: by whom, which, or to whom")
        target = self._target(self._store.desk.find(decision.of))
        return Draft((self._judgement(kind, target, value=value),))


def _one(decision: Decision) -> tuple[str]:
    if len(decision.other) != 1:
        raise RecordError(f"{decision.verb} needs one more id")
    return (decision.other[0],)


def _known(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise RecordError(f"there is no {what} {value!r}")
    return value


def read_time(value: str) -> str:
    """Give the EDTF of a time that a person states.

    Raises:
        RecordError: It is none.
    """
    try:
        return edtf.parse(value).edtf
    except ValueError as error:
        raise RecordError(
            f"there is no time {value!r}: write 2001, 2001-03, 2001-03-15 or another EDTF"
        ) from error

"""All event mentions of a document: triggers, told apart, filled and dated."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce

import msgspec

from kipu.lang.events import EventLexicon, EventResources, Frame
from kipu.model.documents import Document
from kipu.model.ids import content_id
from kipu.model.readings import (
    OTHER,
    Argument,
    Attribution,
    EventMention,
    EventQuantity,
    Mention,
)
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.model.times import EventTime, Timex
from kipu.reading.attribution.discourse import Telling, attribute_on
from kipu.reading.attribution.sources import read_attribution
from kipu.reading.attribution.speakers import told_by
from kipu.reading.events.arguments import Mentions, read_arguments
from kipu.reading.events.attachment import Attachment
from kipu.reading.events.clauses import is_passive
from kipu.reading.events.counts import read_counts
from kipu.reading.events.estimates import as_triggers, read_estimates
from kipu.reading.events.mending import (
    mend_agreement,
    mend_charges,
    mend_clitics,
    mend_complements,
    mend_contents,
    mend_coordination,
    mend_described,
    mend_fronted,
    mend_inverted,
    mend_labels,
    mend_lists,
    mend_locatives,
    mend_modified,
    mend_passives,
    mend_reflexives,
    mend_sources,
)
from kipu.reading.events.mending_dates import (
    mend_appointments,
    mend_bounds,
    mend_dated_events,
    mend_dates,
)
from kipu.reading.events.mending_forms import (
    mend_participles,
    mend_presents,
    mend_presumed,
    mend_reduced,
    mend_states,
    mend_voices,
)
from kipu.reading.events.mending_numbers import (
    mend_bare_numbers,
    mend_counted,
    mend_listed,
    mend_numbers,
    mend_partitives,
)
from kipu.reading.events.mending_openers import (
    mend_openers,
    mend_opening_numbers,
    mend_opening_verbs,
    mend_plural_presents,
)
from kipu.reading.events.mending_relatives import (
    mend_nearest,
    mend_numbered_relatives,
    mend_relatives,
    mend_things,
)
from kipu.reading.events.mending_subjects import (
    mend_accusers,
    mend_apposed,
    mend_named,
    mend_semicolons,
    mend_tellers,
)
from kipu.reading.events.others import other_triggers
from kipu.reading.events.places import (
    country_of_doer,
    place_by_dateline,
    place_of_movement,
    read_place,
    share_places,
)
from kipu.reading.events.scenes import set_scenes, setting
from kipu.reading.events.splitting import place_of_part, split_coordinated
from kipu.reading.events.times import read_time
from kipu.reading.events.triggers import Trigger, read_triggers
from kipu.reading.events.votes import read_scores
from kipu.reading.factuality.scopes import Scopes, read_factuality
from kipu.reading.name_lists import read_tree
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree

_MEASURES = frozenset(("percent", "year", "month", "week", "day", "hour", "minute", "point"))
"""Units of what is no participant: "awarded 80,000 dollars", "given three years"."""


class _Context(msgspec.Struct, frozen=True):
    """What the steps for one document share."""

    tree: Tree
    mentions: Mentions
    resources: EventResources
    scopes: Scopes


class Undated(msgspec.Struct, frozen=True):
    """The event mentions of a document, in the order of the text, before they are dated.

    ``triggers`` are those of ``events``, one each; ``found`` all of the document, in its ``tree``.
    ``others`` are the event mentions that no type of the ontology fits, with their triggers;
    ``scopes`` what certainty was read by.
    """

    tree: Tree
    found: tuple[Trigger, ...]
    triggers: tuple[Trigger, ...]
    events: tuple[EventMention, ...]
    others: tuple[tuple[Trigger, EventMention], ...]
    scopes: Scopes


def find_accounts(
    doc: Document,
    syntax: Syntax,
    mentions: Sequence[Mention],
    timexes: Sequence[Timex],
    numbers: Sequence[NumberPhrase],
    resources: EventResources,
) -> Undated:
    """Find the event mentions of a document; of ``timexes`` only the words and types matter."""
    speech_verbs = resources.attribution.speech_verbs
    tree = read_tree(doc, syntax)
    counted = _not_in_dates(tree, numbers, timexes)
    tree = _mended(_counting(tree, counted, resources), mentions, timexes, resources)
    known = Mentions(tree, mentions, resources.carriers)
    sums = [n for n in counted if n.is_money]
    money = frozenset(token for n in sums for token in (n.first, n.number, n.head))
    dates = frozenset(t for x in timexes if x.type != "SET" for t in tree.tokens_in(x.span))
    points = _points(tree, timexes)
    found = [
        trigger
        for trigger in read_triggers(tree, resources, known.types, money)
        # "March" is a month here, no protest; "received it last year" is no sentence of years
        if trigger.token not in dates and points.isdisjoint(trigger.tokens)
    ]
    own = frozenset(trigger.token for trigger in found)
    sizes = [n for n in counted if n.is_money or n.unit in _MEASURES]
    scored = [n for pair in read_scores(tree, counted, resources.lexicon) for n in pair]
    measured = frozenset(n.head for n in (*sizes, *scored))
    measuring = frozenset(n.number for n in (*sizes, *scored))
    timeless = [_without(trigger, dates | measured, measuring) for trigger in found]
    triggers = tuple(
        p
        for trigger in timeless
        for p in split_coordinated(tree, trigger, known, resources, own, points)
    )
    context = _Context(
        tree,
        known,
        resources,
        Scopes(
            resources.factuality,
            resources.lexicon,
            speech_verbs,
            passives=_passives(tree, resources.lexicon),
            dates=dates,
        ),
    )
    estimates = read_estimates(tree, triggers, counted, resources, known.types)
    triggers = tuple(as_triggers(tree, triggers, estimates, counted, resources))
    counts = read_counts(tree, triggers, counted, resources, known.types, estimates=estimates)
    pairs = tuple(_accounts(context, triggers, counts))
    others = tuple(_others(context, found, dates | measured))
    events = set_scenes(tree, known, _attributed(context, pairs), resources)
    return Undated(tree, triggers, tuple(t for t, _ in pairs), events, others, context.scopes)


def attach(undated: Undated, timexes: Sequence[Timex], resources: EventResources) -> Attachment:
    """Say which words of a document each of its time expressions belongs to."""
    return Attachment(undated.tree, timexes, undated.found, resources.lexicon)


def date_accounts(
    triggers: Sequence[Trigger],
    events: Sequence[EventMention],
    attachment: Attachment,
    resources: EventResources,
) -> tuple[EventMention, ...]:
    """Give event mentions the times that their own words state.

    An event without a time of its own is left undated here; see ``links``.
    """
    types = resources.ontology.types
    return tuple(
        _dated(event, trigger, attachment, types[event.type].family)
        for trigger, event in zip(triggers, events, strict=True)
    )


def _counting(tree: Tree, counted: Sequence[NumberPhrase], resources: EventResources) -> Tree:
    """Give the trees with numbers hung on what they count."""
    steps: tuple[Callable[[Tree], Syntax], ...] = (
        lambda t: mend_opening_numbers(t, counted, resources),
        lambda t: mend_numbers(t, counted),
        lambda t: mend_counted(t, counted, resources),
        lambda t: mend_bare_numbers(t, counted),
        lambda t: mend_partitives(t, resources.lexicon.of_cases),
        mend_listed,
    )
    return reduce(lambda tree, step: tree.mended(step(tree)), steps, tree)


def _mended(
    tree: Tree,
    mentions: Sequence[Mention],
    timexes: Sequence[Timex],
    resources: EventResources,
) -> Tree:
    """Give the trees as the grammar of news wants them."""
    lexicon, attribution = resources.lexicon, resources.attribution
    types = Mentions(tree, mentions).types
    points = _points(tree, timexes)
    steps: tuple[Callable[[Tree], Syntax], ...] = (
        lambda t: mend_dates(t, points),
        lambda t: mend_dated_events(t, points, resources),
        lambda t: mend_appointments(t, points, resources),
        lambda t: mend_bounds(t, resources),
        lambda t: mend_opening_verbs(t, resources),
        lambda t: mend_plural_presents(t, resources),
        lambda t: mend_presents(t, resources),
        lambda t: mend_states(t, resources),
        lambda t: mend_presumed(t, resources),
        lambda t: mend_reduced(t, lexicon),
        mend_locatives,
        mend_semicolons,
        lambda t: mend_named(t, lexicon),
        lambda t: mend_tellers(t, resources, types),
        lambda t: mend_complements(t, lexicon),
        lambda t: mend_contents(t, resources),
        lambda t: mend_lists(t, lexicon),
        lambda t: mend_sources(t, attribution.source_cases),
        lambda t: mend_accusers(t, resources),
        lambda t: mend_charges(t, resources),
        lambda t: mend_labels(t, lexicon, types),
        lambda t: mend_openers(t, resources, types),
        lambda t: mend_nearest(t, resources),
        lambda t: mend_numbered_relatives(t, resources),
        mend_modified,
        lambda t: mend_described(t, resources, types),
        lambda t: mend_apposed(t, resources, types),
        lambda t: mend_participles(t, resources),
        lambda t: mend_passives(t, lexicon),
        lambda t: mend_inverted(t, resources),
        lambda t: mend_fronted(t, resources, types),
        lambda t: mend_agreement(t, lexicon),
        lambda t: mend_clitics(t, resources, types),
        lambda t: mend_reflexives(t, resources, types),
        lambda t: mend_things(t, resources, types),
        lambda t: mend_relatives(t, resources, types),
        lambda t: mend_coordination(t, attribution.speech_verbs),
        lambda t: mend_voices(t, resources),
    )
    return reduce(lambda tree, step: tree.mended(step(tree)), steps, tree)


def _points(tree: Tree, timexes: Sequence[Timex]) -> frozenset[int]:
    """Give the tokens of dates and times of day; lengths of time are none."""
    spans = (timex.span for timex in timexes if timex.type in ("DATE", "TIME"))
    return frozenset(token for span in spans for token in tree.tokens_in(span))


def _passives(tree: Tree, lexicon: EventLexicon) -> frozenset[int]:
    verbs = (token for token, tag in enumerate(tree.upos) if tag == "VERB")
    return frozenset(verb for verb in verbs if is_passive(tree, verb, lexicon))


def _without(
    trigger: Trigger, dates: frozenset[int], measuring: frozenset[int] = frozenset()
) -> Trigger:
    """Leave out the complements that are times or measures, or the number of one in an adjunct."""
    told = (c for c in trigger.complements if c.token not in dates)
    adjunct = ("other", "inner")  # "sobornos de dos millones de dólares"
    kept = tuple(c for c in told if c.slot not in adjunct or c.token not in measuring)
    return msgspec.structs.replace(trigger, complements=kept)


def _not_in_dates(
    tree: Tree, numbers: Sequence[NumberPhrase], timexes: Sequence[Timex]
) -> list[NumberPhrase]:
    """Leave out the numbers that are part of a date or a clock time, or say how long after."""
    dates = [t.span for t in timexes if t.type in ("DATE", "TIME") or t.anchor == "event"]
    inside = {token for span in dates for token in tree.tokens_in(span)}
    return [n for n in numbers if n.number not in inside]


def _accounts(
    context: _Context,
    triggers: Sequence[Trigger],
    counts: Mapping[int, tuple[EventQuantity, ...]],
) -> Iterator[tuple[Trigger, EventMention]]:
    seen: dict[tuple[int, str], int] = {}
    places = _places(context, triggers)
    for index, trigger in enumerate(triggers):
        account = _account(context, trigger, counts.get(index, ()))
        key = trigger.token, trigger.frame.type
        number = seen.get(key, 0)
        seen[key] = number + 1
        if account is None:
            continue
        place = place_of_movement(trigger, account.arguments) or places[index]
        settings = () if place else _settings(context, trigger)
        yield (
            trigger,
            msgspec.structs.replace(
                account, id=_id(account, number), place=place, settings=settings
            ),
        )


def _settings(context: _Context, trigger: Trigger) -> tuple[Argument, ...]:
    """Give the country whose body does it as the setting that its own clause has."""
    ontology = context.resources.ontology
    country = country_of_doer(context.tree, trigger, context.mentions, ontology)
    return (setting(country, "country-of-doer"),) if country else ()


def _attributed(
    context: _Context, pairs: Sequence[tuple[Trigger, EventMention]]
) -> tuple[EventMention, ...]:
    """Give events the sources that other sentences name."""
    tellings = [
        Telling(trigger.token, event.attribution, bool(event.quantities))
        for trigger, event in pairs
    ]
    lexicon = context.resources.attribution
    sources = attribute_on(context.tree, tellings, lexicon, context.mentions.by_token)
    return tuple(
        msgspec.structs.replace(event, attribution=source)
        for (_, event), source in zip(pairs, sources, strict=True)
    )


def _places(context: _Context, triggers: Sequence[Trigger]) -> tuple[Argument | None, ...]:
    """Give the place of each event: its own, else one that it shares, else the dateline's."""
    tree, mentions, resources = context.tree, context.mentions, context.resources
    own = [
        place_of_part(tree, trigger, mentions)
        or read_place(tree, trigger, mentions, resources.ontology, resources.lexicon)
        for trigger in triggers
    ]
    shared = share_places(tree, triggers, own, resources.lexicon)
    return tuple(
        place or place_by_dateline(tree.doc, tree, trigger, mentions, resources.ontology)
        for trigger, place in zip(triggers, shared, strict=True)
    )


def _id(account: EventMention, number: int) -> str:
    trigger = account.trigger
    return content_id("m", trigger.doc_id, trigger.start, trigger.end, account.type, number)


def _others(
    context: _Context, found: Sequence[Trigger], measures: frozenset[int]
) -> Iterator[tuple[Trigger, EventMention]]:
    """Tell of the clauses that no frame took, where they assert something of an entity."""
    tree, mentions, resources = context.tree, context.mentions, context.resources
    for bare in other_triggers(tree, found, mentions, resources, context.scopes):
        trigger = _without(bare, measures)
        account = _account(context, trigger, ())
        if account is None or account.factuality == "hypothetical":
            continue
        place = read_place(tree, trigger, mentions, resources.ontology, resources.lexicon)
        yield trigger, msgspec.structs.replace(account, id=_id(account, 0), place=place)


def _account(
    context: _Context, trigger: Trigger, quantities: tuple[EventQuantity, ...]
) -> EventMention | None:
    tree, resources = context.tree, context.resources
    arguments = read_arguments(tree, trigger, context.mentions, resources)
    if not _is_filled(trigger.frame, arguments):
        return None
    return EventMention(
        id="",
        type=trigger.frame.type,
        trigger=trigger_span(tree, trigger),
        sentence=_sentence(tree, trigger.token),
        lemma=tree.lemma[trigger.token],
        another=_is_another(tree, trigger, resources.lexicon),
        introduced=_is_introduced(tree, trigger, resources.lexicon),
        rule=f"events/{trigger.frame.id}",
        score=_score(trigger, arguments),
        arguments=arguments,
        time=EventTime(),
        quantities=quantities,
        factuality=read_factuality(
            tree, trigger.token, context.scopes, trigger.frame, is_noun=trigger.part == "noun"
        ),
        attribution=_source(context, trigger),
    )


def _source(context: _Context, trigger: Trigger) -> Attribution | None:
    tree, lexicon, known = context.tree, context.resources.attribution, context.mentions.by_token
    if trigger.said_by is not None:
        return told_by(tree, trigger.said_by, lexicon, known)
    return read_attribution(tree, trigger.token, lexicon, known)


def _is_filled(frame: Frame, arguments: Sequence[Argument]) -> bool:
    """Whether entities take part where a frame requires it: of no type, in any role."""
    roles = [argument.role for argument in arguments if argument.mention]
    if frame.type == OTHER:
        return bool(roles)
    return frame.requires_role is None or frame.requires_role in roles


def _dated(
    event: EventMention, trigger: Trigger, attachment: Attachment, family: str
) -> EventMention:
    """Give an event its time; nothing is published from one day to another: "Report on events in
    Halmor, 2 to 11 August" says when those were."""
    time, closing = read_time(attachment.tree, trigger, attachment, attachment.tree.doc)
    if family == "publication" and "/" in (time.value or ""):
        return event
    return msgspec.structs.replace(event, time=time, closing=closing)


def _is_another(tree: Tree, trigger: Trigger, lexicon: EventLexicon) -> bool:
    """Whether an event noun is told apart from those before: "another raid", "otra matanza"."""
    words = tree.children(trigger.token, "det", "amod") if trigger.part == "noun" else ()
    return any(tree.lower_lemma[word] in lexicon.another_words for word in words)


def _is_introduced(tree: Tree, trigger: Trigger, lexicon: EventLexicon) -> bool:
    """Whether an event noun points back to nothing: "jailed for an illegal strike"."""
    if trigger.part != "noun":
        return False
    words = tree.children(trigger.token, "det")
    first = tree.first_conjunct(trigger.token)
    counted = first != trigger.token and not words and bool(tree.children(first, "nummod"))
    # "46 deaths and disappearances"
    return counted or any(tree.lower[word] in lexicon.indefinite_determiners for word in words)


def trigger_span(tree: Tree, trigger: Trigger) -> Span:
    """Give the characters of a trigger: all its words if they stand together, else the first."""
    first, last = min(trigger.tokens), max(trigger.tokens)
    if last - first <= len(trigger.tokens) + 1:
        return tree.span(first, last)
    return tree.token_span(trigger.token)


def _sentence(tree: Tree, token: int) -> Span:
    sentence = tree.sentence_of[token]
    return tree.span(sentence.start, sentence.stop - 1)


def _score(trigger: Trigger, arguments: Sequence[Argument]) -> float:
    """Say how much speaks for the event: its kind of trigger, and whether entities take part.

    No probability: verbs with an entity 0.9, without 0.7; nouns 0.75 and 0.55; adjectives likewise.
    """
    base = 0.7 if trigger.part == "verb" else 0.55
    return round(base + (0.2 if any(a.mention for a in arguments) else 0.0), 2)

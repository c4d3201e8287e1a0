"""Where an event took place: in its own clause, one that it shares its place with, the dateline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kipu.lang.events import EventLexicon
from kipu.lang.ontology import Ontology
from kipu.model.documents import Document
from kipu.model.readings import Argument, Mention
from kipu.reading.events.arguments import Mentions, role_of
from kipu.reading.events.clauses import Complement, goes_with
from kipu.reading.events.triggers import Trigger
from kipu.reading.trees import Tree, relation

_ENDS: Mapping[str, str] = {
    "arrival": "destination",
    "return": "destination",
    "visit": "destination",
    "departure": "origin",
    "escape": "origin",
    "exile": "origin",
    "extradition": "origin",
    "deportation": "origin",
}
"""The end of a movement at which its event is."""
_FROM_CUSTODY = frozenset(("extradition", "deportation"))
"""Movements that begin where somebody is held."""
_OFFICIAL = frozenset(
    ("acquittal", "appeal", "charge", "decree", "election", "extradition", "inquiry", "office",
     "pardon", "removal", "sanction", "seizure", "trial", "verdict", "vote")
)  # fmt: skip
"""Families of what bodies do at their seat."""
AWAY = frozenset(("speech", "movement", "publication"))
"""Families of events that need not be where the text's other ones are, or where it is written."""
_AIMED = frozenset(("violence", "seizure", "protest", "inquiry"))
"""Families of what is done to a place at that place."""
_NOT_THERE = frozenset(("recipient", "beneficiary", "topic"))
"""Roles whose fillers are not where the event is."""
_BEFALLING = frozenset(("death", "injury", "killing", "displacement", "accident", "disaster"))
"""Types of what befalls people where its cause is: "died by the blast in the port"."""
_OPENING = 3
"""Words into a sentence with which its first phrase has its noun ("In the old town")."""


def read_place(
    tree: Tree, trigger: Trigger, mentions: Mentions, ontology: Ontology, lexicon: EventLexicon
) -> Argument | None:
    """Find where an event took place, by the complements of its trigger.

    A complement with a place's case marker names it, or lies in it ("at a party in the old town");
    a name is preferred to a description on the way to it.
    """
    found = list(_of_complements(tree, trigger, mentions, ontology, lexicon))
    if found:
        # "leaked from pipeline 9 near the town of Pell": a pipeline is somewhere itself
        fixed = (f for f in found if f.mention and mentions.is_fixed(mentions.by_id[f.mention]))
        return next(fixed, found[0])
    family = ontology.types[trigger.frame.type].family
    return (
        _inside(trigger, mentions)
        or _premises(tree, trigger, mentions, lexicon)
        or _of_doer(tree, trigger, mentions, lexicon, official=family in _OFFICIAL)
        or _around(tree, trigger, mentions, lexicon)
        or (_of_target(trigger, mentions) if family in _AIMED else None)
    )


def _of_complements(
    tree: Tree, trigger: Trigger, mentions: Mentions, ontology: Ontology, lexicon: EventLexicon
) -> Iterator[Argument]:
    """Give the place of each complement with a place's case marker that has one."""
    roles = ontology.types[trigger.frame.type].roles
    for complement in trigger.complements:
        if complement.slot not in ("other", "of", "inner"):
            continue
        if complement.case not in lexicon.place_cases:
            continue
        word = tree.lower_lemma[complement.token]
        far = word in lexicon.distances and tree.children(complement.token, "nummod")
        if far or word in lexicon.placeless:
            continue  # "a seis kilómetros de Lima", "on behalf of the State"
        if complement.slot == "inner" and complement.case in lexicon.source_cases:
            continue  # "a doctor from Norway" was not abducted there
        if complement.slot != "of" and complement.case in lexicon.of_cases:
            continue
        role = role_of(trigger, complement)
        if "place" in roles.get(role, ()):
            continue
        if role in _NOT_THERE and not _is_place(mentions, complement):
            continue  # what is paid to the inhabitants of a town need not be paid there
        place = _named_first(mentions, complement, lexicon)
        if place is not None and (complement.slot != "of" or _is_place(mentions, complement)):
            rule = f"{trigger.frame.id}/place-{complement.case}"
            yield Argument("place", place.span, place.id, rule)


def _inside(trigger: Trigger, mentions: Mentions) -> Argument | None:
    """Take the place that is a part of the expression: "walked out of Orsk prison"."""
    for token in trigger.tokens:
        place = mentions.by_token.get(token)
        if place is not None and token != trigger.token and mentions.is_spot(place):
            return Argument("place", place.span, place.id, f"{trigger.frame.id}/inside")
    return None


def _around(
    tree: Tree, trigger: Trigger, mentions: Mentions, lexicon: EventLexicon
) -> Argument | None:
    """Take the place that a clause is about, or that stands before it.

    "the gorge, where a patrol tried to free her"; "the men who were held there"; "In Kirn, the
    police say, thousands marched".
    """
    clause = _clause(tree, trigger.token)
    finders = (_where, _there, _fronted, _at_the_moment)
    places = (find(tree, clause, mentions, lexicon) for find in finders)
    place = next((place for place in places if place is not None), None)
    if place is None or trigger.frame.type in _ENDS or trigger.part != "verb":
        return None
    return Argument("place", place.span, place.id, f"{trigger.frame.id}/place-around")


def _clause(tree: Tree, token: int) -> int:
    """Give the verb whose clause a verb tells on: the first of a coordination, a governing one."""
    while tree.deprel[token] in ("conj", "xcomp") and not tree.is_root(token):
        token = tree.head[token]
    return token


def _where(tree: Tree, clause: int, mentions: Mentions, lexicon: EventLexicon) -> Mention | None:
    """Give the place that a relative clause tells of: "the school where it was found"."""
    if tree.deprel[clause] != "acl:relcl" or tree.is_root(clause):
        return None
    beside = tree.children(clause, "advmod", "obl", "mark")
    is_where = any(tree.lower[token] in lexicon.place_relatives for token in beside)
    in_which = any(
        tree.lower_lemma[token] in lexicon.relative_pronouns and tree.case(token)
        for token in tree.children(clause, "obl")
    )
    place = mentions.by_token.get(tree.head[clause]) if is_where or in_which else None
    return place if place is not None and place.type == "place" else None


def _there(tree: Tree, clause: int, mentions: Mentions, lexicon: EventLexicon) -> Mention | None:
    """Give the place named last before "there", in its sentence or the one before."""
    pointers = [
        t for t in tree.children(clause, "advmod") if tree.lower[t] in lexicon.place_adverbs
    ]
    if not pointers or tree.children(clause, "cop", "expl"):
        return None
    sentence = tree.sentence[clause]
    before = [
        mention
        for mention in mentions.mentions
        if mentions.is_spot(mention)
        and (token := tree.head_of(mention.span)) is not None
        and token < pointers[0]
        and sentence - tree.sentence[token] <= 1
    ]
    return max(before, key=lambda m: m.span) if before else None


def _fronted(tree: Tree, clause: int, mentions: Mentions, lexicon: EventLexicon) -> Mention | None:
    """Give the place before a clause that the parser hung on the speech verb set into it."""
    verb = tree.governor(clause)
    if verb is None or verb > clause or tree.deprel[clause] not in ("ccomp", "parataxis"):
        return None
    if tree.children(clause, "mark"):
        return None
    for token in tree.children(verb, "obl"):
        place = mentions.by_token.get(token)
        opens = token < verb and token - tree.sentence_of[token].start <= _OPENING
        if place is not None and place.type == "place" and opens:
            return place if tree.case(token) in lexicon.premises_cases else None
    return None


def _at_the_moment(
    tree: Tree, clause: int, mentions: Mentions, lexicon: EventLexicon
) -> Mention | None:
    """Give the place in the clause that says what went on: "shot as she left her car in Orsk"."""
    for token in tree.children(clause, "advcl"):
        if not _meanwhile(tree, token, lexicon):
            continue
        for oblique in tree.children(token, "obl"):
            if tree.case(oblique) in lexicon.place_cases - lexicon.source_cases - lexicon.of_cases:
                place = next(mentions.places_below(oblique, lexicon), None)
                if place is not None:
                    return place
    return None


def _of_target(trigger: Trigger, mentions: Mentions) -> Argument | None:
    """Take what was attacked, searched or occupied for the place: "shelled the fort"."""
    for complement in trigger.complements:
        place = mentions.by_token.get(complement.token)
        if complement.slot == "object" and place is not None and mentions.is_fixed(place):
            return Argument("place", place.span, place.id, f"{trigger.frame.id}/target")
    return None


def _of_doer(
    tree: Tree, trigger: Trigger, mentions: Mentions, lexicon: EventLexicon, *, official: bool
) -> Argument | None:
    """Take the place at which the one who acts is: "a court in Rome convicted him".

    An ``official`` act is done by what is itself a place: "the palace dismissed her".
    """
    for complement in trigger.complements:
        if complement.slot != "subject" or trigger.frame.type in _ENDS.keys() - _FROM_CUSTODY:
            continue
        doer = mentions.by_token.get(complement.token)
        if official and doer is not None and mentions.is_spot(doer):
            return Argument("place", doer.span, doer.id, f"{trigger.frame.id}/place-that-acts")
        for inner in tree.children(complement.token, "nmod"):
            place = mentions.by_token.get(inner)
            is_in = tree.case(inner) in lexicon.premises_cases - lexicon.source_cases
            if place is not None and place.type == "place" and is_in:
                rule = f"{trigger.frame.id}/place-of-subject"
                return Argument("place", place.span, place.id, rule)
    return None


def country_of_doer(
    tree: Tree, trigger: Trigger, mentions: Mentions, ontology: Ontology
) -> Mention | None:
    """Give the place whose body acts: "Chile's Supreme Court acquitted her" need not be in Chile.

    The words do not say where it was done, so that this is no more than a setting.
    """
    if ontology.types[trigger.frame.type].family not in _OFFICIAL:
        return None
    owners = (
        mentions.by_token.get(token)
        for complement in trigger.complements
        if complement.slot == "subject"
        for token in tree.children(complement.token, "nmod:poss")
    )
    return next((owner for owner in owners if owner and owner.type == "place"), None)


def _named_first(
    mentions: Mentions, complement: Complement, lexicon: EventLexicon
) -> Mention | None:
    places = list(mentions.places_below(complement.token, lexicon))
    named = next((place for place in places if mentions.is_spot(place)), None)
    named = named or next((place for place in places if mentions.has_name(place)), None)
    if named is not None or complement.case in lexicon.of_cases:
        return named
    return places[0] if places else None


def _is_place(mentions: Mentions, complement: Complement) -> bool:
    mention = mentions.by_token.get(complement.token)
    return mention is not None and mention.type == "place"


def _premises(
    tree: Tree, trigger: Trigger, mentions: Mentions, lexicon: EventLexicon
) -> Argument | None:
    """Take a body for the place if the event happened at it ("abducted from the university").

    "Removed from office" was nobody at any place.
    """
    for complement in trigger.complements:
        mention = mentions.by_token.get(complement.token)
        if mention is None or mention.type != "organization" or complement.slot != "other":
            continue
        if tree.lower_lemma[complement.token] in lexicon.office_nouns:
            continue
        if complement.case in lexicon.premises_cases and not role_of(trigger, complement):
            return Argument("place", mention.span, mention.id, f"{trigger.frame.id}/premises")
    return None


def place_of_movement(trigger: Trigger, arguments: Iterable[Argument]) -> Argument | None:
    """Give the end of a movement at which its event is: an arrival's goal, a departure's origin."""
    role = _ENDS.get(trigger.frame.type)
    filler = next((a for a in arguments if a.role == role and a.mention), None)
    if filler is None:
        return None
    return Argument("place", filler.span, filler.mention, f"{trigger.frame.id}/{role}")


def share_places(
    tree: Tree,
    triggers: Sequence[Trigger],
    places: Sequence[Argument | None],
    lexicon: EventLexicon,
) -> tuple[Argument | None, ...]:
    """Give events without a place that of one that their clauses tell together with them.

    "opened fire on a party in the old town, killing nine"; "was tried and shot in the fortress";
    "was shot as she left her car in the port"; "the talks in Basel ended in an agreement".
    """
    by_token = {t.token: p for t, p in zip(triggers, places, strict=True) if p is not None}
    return tuple(
        place or _shared(tree, trigger, by_token, lexicon)
        for trigger, place in zip(triggers, places, strict=True)
    )


def _shared(
    tree: Tree, trigger: Trigger, by_token: Mapping[int, Argument], lexicon: EventLexicon
) -> Argument | None:
    if trigger.frame.type in _ENDS.keys() - _FROM_CUSTODY:
        return None
    beside = _beside_verb if trigger.part == "verb" else _beside_noun
    told = beside(tree, trigger.token, lexicon)
    places = (c for c in told if c in by_token)
    if trigger.frame.type not in _BEFALLING:
        # "sacked the minister over the crackdown in Lorne": he was sacked elsewhere
        over = set(tree.children(trigger.token, "obl")) if trigger.part == "verb" else set()
        places = (c for c in places if c not in over or goes_with(tree, c, lexicon))
    return next((by_token[c] for c in places), None)


def _beside_verb(tree: Tree, token: int, lexicon: EventLexicon) -> Iterator[int]:
    """Give the words whose event is where a verb's is."""
    yield from (c for c in tree.children(token, "conj") if not tree.children(c, "nsubj"))
    upper = tree.governor(token)
    function = relation(tree.deprel[token])
    own_clause = function == "advcl" and not tree.children(token, "mark", "nsubj")
    if upper is not None and (own_clause or function == "conj" or _meanwhile(tree, token, lexicon)):
        yield upper
    yield from (c for c in tree.children(token, "advcl") if _meanwhile(tree, c, lexicon))
    for noun in tree.children(token, "obl"):
        if tree.case(noun) in lexicon.company_cases:
            yield noun


def _meanwhile(tree: Tree, token: int, lexicon: EventLexicon) -> bool:
    """Whether a clause says what happened at the same moment: "as she left the bank"."""
    if relation(tree.deprel[token]) != "advcl" or token in tree.headline_tokens:
        return False
    return any(tree.lower[m] in lexicon.meanwhile for m in tree.children(token, "mark", "advmod"))


def _beside_noun(tree: Tree, token: int, lexicon: EventLexicon) -> Iterator[int]:
    """Give the words whose event is where an event noun's is: "died in the clash"."""
    verb = tree.governor(token)
    if verb is None or tree.upos[verb] != "VERB":
        return
    ends = tree.lower_lemma[verb] in lexicon.ending_verbs
    if tree.deprel[token] == "obl" and (ends or tree.case(token) in lexicon.company_cases):
        yield verb
        yield from tree.children(verb, "nsubj") if ends else ()


def place_by_dateline(
    doc: Document, tree: Tree, trigger: Trigger, mentions: Mentions, ontology: Ontology
) -> Argument | None:
    """Give the main event of a report's first sentence the place that it is written from."""
    if ontology.types[trigger.frame.type].family in AWAY or trigger.part != "verb":
        return None
    place = place_of_dateline(doc, mentions)
    sentence = tree.sentence_of[trigger.token]
    if place is None or not tree.is_root(tree.first_conjunct(trigger.token)):
        return None
    start = place.span.end
    between = [b for b in doc.blocks if start <= b.span.start <= _start(tree, sentence)]
    if len(between) != 1 or _start(tree, sentence) > between[0].span.start + 1:
        return None
    return place


def place_of_dateline(doc: Document, mentions: Mentions) -> Argument | None:
    """Give the place that a report is written from.

    A name that a colon joins to a date is the label of the date ("Revised: May 2018").
    """
    dateline = next((block.span for block in doc.blocks if block.kind == "dateline"), None)
    if dateline is None:
        return None
    for mention in mentions.mentions:
        if mention.type == "place" and dateline.holds(mention.span):
            rest = doc.text[mention.span.end : dateline.end].strip()
            if not (rest.startswith(":") and len(rest) > 1):
                return Argument("place", mention.span, mention.id, "dateline")
    return None


def _start(tree: Tree, sentence: range) -> int:
    return tree.syntax.start[sentence.start]

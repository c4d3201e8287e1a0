"""Who and what fills the roles of an event, and where it took place."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.readings import Argument, EntityType, Mention
from kipu.model.spans import Span
from kipu.reading.events.clauses import Complement, coordinated, tells_event, whole
from kipu.reading.events.groups import named_members
from kipu.reading.events.triggers import Trigger
from kipu.reading.trees import Tree, relation

_DOERS = ("agent", "authority", "participant")
_PLACES = ("place",)
_PHRASE = frozenset(("det", "amod", "nummod", "compound", "nmod", "flat", "advmod", "fixed"))
_OF_OFFICE = frozenset(("resignation", "dismissal", "appointment", "inauguration", "candidacy"))
_UNDERGO = frozenset(("victim", "patient", "beneficiary"))
_TOLD_OF = frozenset(("patient", "recipient"))
"""Roles of whom something is said of or to."""
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X"))


class Mentions:
    """The mentions of a document, by the token that is their head."""

    def __init__(
        self, tree: Tree, mentions: Iterable[Mention], carriers: frozenset[str] = frozenset()
    ) -> None:
        self.tree, self.mentions, self._carriers = tree, tuple(mentions), carriers

    @cached_property
    def by_token(self) -> Mapping[int, Mention]:
        """Mentions by head token; of several with one head, the longest."""
        found: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.span.length):
            head = self.tree.head_of(mention.span)
            for token in {head, *self.tree.tokens_in(mention.head)}:
                if token is not None:
                    found[token] = mention
        return found

    @cached_property
    def types(self) -> Mapping[int, EntityType]:
        """Entity types by head token."""
        return {token: mention.type for token, mention in self.by_token.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Mention]:
        """Mentions by id."""
        return {mention.id: mention for mention in self.mentions}

    def identity(self, argument: Argument) -> str:
        """Give the chain of an argument, or its own span where it is no entity."""
        return self.by_id[argument.mention].chain if argument.mention else str(argument.span)

    def has_name(self, mention: Mention) -> bool:
        """Whether a mention holds a name ("the Old Port district")."""
        tokens = self.tree.tokens_in(mention.span)
        return mention.kind == "name" or any(self.tree.upos[t] == "PROPN" for t in tokens)

    @cached_property
    def _carrying(self) -> frozenset[str]:
        """Chains of ships, vehicles, pipelines, and of roads and lines that have a number."""
        return frozenset(
            mention.chain
            for mention in self.mentions
            if mention.type == "place"
            for tokens in (self.tree.tokens_in(mention.span),)
            if any(self.tree.lower[t] in self._carriers for t in tokens)
            or (len(tokens) > 1 and self.tree.form[tokens[-1]].isdigit())
        )

    def is_spot(self, mention: Mention) -> bool:
        """Whether a mention is a place with a name that tells where on the map something was.

        A ship is somewhere itself.
        """
        return self.is_fixed(mention) and self.has_name(mention)

    def is_fixed(self, mention: Mention) -> bool:
        """Whether a mention is a place that does not move, with or without a name."""
        return mention.type == "place" and mention.chain not in self._carrying

    def places_below(self, token: int, lexicon: EventLexicon) -> Iterator[Mention]:
        """Give the places that a phrase names or that lie round what it names, nearest first."""
        own = self.by_token.get(token)
        if own is not None and own.type == "place":
            yield own
        below = self.tree.children(token, "nmod", "obl", "appos", "flat", "compound")
        # "fired on opponents of Orsk's government at the market": there, and not in Orsk at large
        there = lexicon.place_cases - lexicon.of_cases - lexicon.source_cases
        for child in sorted(below, key=lambda c: self.tree.case(c) not in there):
            if self.tree.case(child) in lexicon.place_cases or child in self.by_token:
                yield from self.places_below(child, lexicon)


def read_arguments(
    tree: Tree, trigger: Trigger, mentions: Mentions, resources: EventResources
) -> tuple[Argument, ...]:
    """Give the fillers of an event's roles, in the order of the text; each entity once a role."""
    roles = resources.ontology.types[trigger.frame.type].roles
    lexicon = resources.lexicon
    found: dict[tuple[str, str], Argument] = {}
    for complement in trigger.complements:
        role = role_of(trigger, complement)
        if not role or _is_cause(trigger, complement, role, lexicon):
            continue
        for token in _with_members(tree, trigger, complement, mentions, resources):
            is_itself = tree.lower_lemma[token] in trigger.frame.nouns  # "awarded the prize"
            is_money = tree.upos[token] == "SYM"  # "a fine of $12"
            if is_itself or is_money or _is_score(tree, token, complement, lexicon):
                continue
            argument = _argument(tree, trigger, token, mentions, complement, resources)
            if argument is not None and roles.get(role) == _PLACES:
                argument = _placed(tree, token, argument, mentions, resources)
            if argument is None or not _is_filler(tree, token, argument, complement, resources):
                continue
            if _is_spoken_of(tree, trigger, token, argument, resources):
                continue
            if _is_no_person(tree, trigger, token, argument, complement, resources):
                continue
            if _allowed(argument, mentions, complement, roles.get(role, ())):
                found.setdefault((role, mentions.identity(argument)), argument)
    return tuple(sorted(found.values(), key=lambda a: (a.span, a.role)))


def _with_members(
    tree: Tree,
    trigger: Trigger,
    complement: Complement,
    mentions: Mentions,
    resources: EventResources,
) -> Iterator[int]:
    """Give the fillers of a complement, and who is named of those whom it takes up.

    Of those to whom something is done: who did it the text has to say itself.
    """
    undergoes = role_of(trigger, complement) in _UNDERGO
    for token in _fillers(tree, trigger, complement):
        yield token
        if undergoes:
            yield from named_members(tree, token, trigger.token, mentions.by_token, resources)


def _is_cause(trigger: Trigger, complement: Complement, role: str, lexicon: EventLexicon) -> bool:
    """Whether what stands behind "by" with an active verb is no agent: "exigen justicia por los
    muertos"."""
    is_agent = complement.case in lexicon.agent_cases and role == trigger.frame.subject
    return trigger.part == "verb" and complement.slot == "other" and is_agent


def _is_score(tree: Tree, token: int, complement: Complement, lexicon: EventLexicon) -> bool:
    """Whether a bare number is the votes of the other side: "por 120 votos contra 90"."""
    bare = tree.upos[token] == "NUM" and not tree.children(token, "nmod", "det")
    return bare and complement.slot in ("other", "inner") and complement.case in lexicon.score_cases


def _fillers(tree: Tree, trigger: Trigger, complement: Complement) -> tuple[int, ...]:
    """Give a complement and its conjuncts, without those of another event of the same word."""
    if complement.token in trigger.tokens:  # "causó siete muertes y mil contagios"
        return ()
    tokens = _with_appositions(tree, coordinated(tree, complement.token))
    if trigger.part_of is None or complement.token != trigger.part_of[0]:
        return tokens
    return tuple(token for token in tokens if trigger.covers(token))


def _with_appositions(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Add who a filler is: "two policemen, Hugo Brandt and Leo Maas, were convicted"."""
    names = (
        name
        for token in tokens
        for apposition in (*_appositions(tree, token), *_second_subjects(tree, token))
        for name in coordinated(tree, apposition)
        if tree.upos[name] == "PROPN"
    )
    return (*tokens, *names)


def _appositions(tree: Tree, token: int) -> list[int]:
    """Give what stands in apposition, and beside that: "another accused, the major, Juan Paz"."""
    beside = tree.children(token, "appos")
    return [*beside, *(name for noun in beside for name in tree.children(noun, "appos"))]


def _second_subjects(tree: Tree, token: int) -> list[int]:
    """Give the names between commas that the parser took for another subject of the same verb."""
    verb = tree.governor(token)
    if verb is None or relation(tree.deprel[token]) != "nsubj":
        return []
    beside = (c for c in tree.children(verb, tree.deprel[token]) if token < c < verb)
    return [c for c in beside if tree.form[c - 1] == ","]


def role_of(trigger: Trigger, complement: Complement) -> str:
    """Give the role of a complement by the trigger's frame, ``""`` if it has none."""
    frame = trigger.frame
    if complement.slot == "subject":
        topic = trigger.part == "noun" and frame.prepositions.get(complement.case or "")
        return topic or frame.subject  # "la protesta por el alza"
    if complement.slot == "object":
        return frame.object
    if complement.slot == "indirect":
        # "se me murió una niña" befell the child, not the one who tells of it
        return frame.indirect or (frame.object if frame.object != frame.subject else "")
    if complement.slot == "of":
        return frame.of if frame.of is not None else frame.object or frame.subject
    if complement.slot == "possessor":
        return _possessor(trigger)
    if complement.slot == "whose":
        return frame.whose
    return frame.prepositions.get(complement.case or "", "")


def _possessor(trigger: Trigger) -> str:
    frame = trigger.frame
    if frame.possessor is not None:
        return frame.possessor
    other = any(c.slot in ("of", "object") for c in trigger.complements)
    return frame.subject if other or not frame.object else frame.object


def _argument(
    tree: Tree,
    trigger: Trigger,
    token: int,
    mentions: Mentions,
    complement: Complement,
    resources: EventResources,
) -> Argument | None:
    lexicon = resources.lexicon
    if token in trigger.tokens or tree.upos[token] not in _NOMINAL:
        return None
    plain = tree.upos[token] != "PROPN" and token not in mentions.by_token
    if tree.has_feature(token, "Reflex=Yes") or (
        plain and tree.lower_lemma[token] in lexicon.moments
    ):
        return None  # "blew himself up", "on the last day", "at the age of 43"
    role, mention = role_of(trigger, complement), mentions.by_token.get(token)
    told = "understood" if complement.understood else complement.slot
    rule = f"{trigger.frame.id}/{complement.case or told}"
    if mention is not None:
        return Argument(role, mention.span, mention.id, rule)
    relative = tree.upos[token] == "PRON" and tree.lower_lemma[token] in lexicon.relative_pronouns
    if relative or tree.lower_lemma[token] in lexicon.measure_nouns:
        return None
    phrase = noun_phrase(tree, token, resources, without=trigger.tokens)
    return Argument(role, phrase, None, rule)


def _placed(
    tree: Tree, token: int, argument: Argument, mentions: Mentions, resources: EventResources
) -> Argument | None:
    """Give the place that a phrase stands for: "left for a meeting in Brunei" is for Brunei.

    What takes place is no place by itself ("left for a meeting"), nor what somebody comes in ("in
    two trucks").
    """
    if tree.lower_lemma[token] in resources.carriers:
        return None
    if argument.mention is not None:
        return argument
    below = next(mentions.places_below(token, resources.lexicon), None)
    if below is not None:
        return msgspec.structs.replace(argument, span=below.span, mention=below.id)
    return None if tells_event(tree, token, resources) else argument


def _is_spoken_of(
    tree: Tree, trigger: Trigger, token: int, argument: Argument, resources: EventResources
) -> bool:
    """Whether an event is what is spoken about, not to: "blamed the killing on the police"."""
    speech = resources.ontology.types[trigger.frame.type].family == "speech"
    told = argument.mention is None and argument.role in _TOLD_OF and speech
    return told and tells_event(tree, token, resources)


def _is_filler(
    tree: Tree, token: int, argument: Argument, complement: Complement, resources: EventResources
) -> bool:
    """Whether what stands behind "by" can act: "by decree" is a means, "by fishermen" is not."""
    if argument.mention or complement.case not in resources.lexicon.agent_cases:
        return True
    counted = whole(tree, token, resources.lexicon)  # "por un equipo de antropólogos"
    return tree.lower_lemma[counted] in resources.persons


def _is_no_person(
    tree: Tree,
    trigger: Trigger,
    token: int,
    argument: Argument,
    complement: Complement,
    resources: EventResources,
) -> bool:
    """Whether what stands in a role for people is none: a deed, an office, what a deed is against.

    "Renunció a la alcaldía"; "reprimió una protesta contra el alza": the rise is the protest's.
    """
    deed = argument.mention is None and argument.role in _DOERS
    if deed and _is_deed(tree, token, resources):
        return True
    given_up = complement.slot == "object" and trigger.frame.type in _OF_OFFICE
    if given_up and tree.lower_lemma[token] in resources.lexicon.office_nouns:
        return True
    upper = tree.governor(token)
    if upper is None or upper in trigger.tokens:
        return False
    below = complement.slot == "inner" and argument.mention is None
    return below and tells_event(tree, upper, resources)


def _is_deed(tree: Tree, token: int, resources: EventResources) -> bool:
    """Whether a noun tells of an event, which does nothing: "signed the deed of transfer"."""
    noun = tree.lower_lemma[token]
    if tree.upos[token] != "NOUN" or noun in resources.persons:
        return False
    return tells_event(tree, token, resources, alone=True)


def _allowed(
    argument: Argument, mentions: Mentions, complement: Complement, types: tuple[str, ...]
) -> bool:
    """Whether an entity's type fits a role; a country may act, as the subject of a verb."""
    if argument.mention is None:
        return not complement.understood
    mention = mentions.by_id[argument.mention]
    if not types or mention.type in types:
        return True
    if complement.understood:  # "La policía lo detuvo. Murió": not the police
        return False
    if mention.kind == "nominal" and mention.type != "place":  # "the rebels": people or a body
        return "person" in types or "organization" in types
    return mention.type == "place" and complement.slot == "subject"


def noun_phrase(
    tree: Tree, token: int, resources: EventResources, without: tuple[int, ...] = ()
) -> Span:
    """Give the characters of a noun with what stands before it, and a partitive's complement."""
    first = token
    for child in tree.children(token):
        if child in without:
            continue
        if child < token and relation(tree.deprel[child]) in _PHRASE:
            first = min(first, tree.extent(child)[0])
    if first < token and tree.upos[first] == "DET" and tree.glued(first):
        first += 1  # "al sur": the article is a part of the preposition
    while tree.upos[token] == "NUM" and first > 0 and _continues_number(tree, first - 1):
        first -= 1
    last = token
    for child in tree.children(token, "flat", "compound", "fixed"):
        last = max(last, child)
    partitive = next((c for c in tree.children(token, "nmod") if c > token), None)
    if (
        token == first
        and partitive is not None
        and tree.case(partitive) in resources.lexicon.of_cases
    ):
        last = max(last, partitive)
    counted = tree.upos[token] == "NUM" or tree.children(token, "nummod")
    span = tree.span(first, last)
    return _with_bound(tree, span, resources.bounds) if counted else span


def _with_bound(tree: Tree, span: Span, bounds: tuple[str, ...]) -> Span:
    """Take in the words that bound a number: "at least nine men", of which parsers make two."""
    text, longest = tree.doc.text, max(map(len, bounds), default=0) + 1
    near = text[max(0, span.start - longest) : span.start + longest].lower()
    for bound in (bound for bound in bounds if bound in near):
        for start in range(max(0, span.start - len(bound) - 1), span.start):
            whole = start == 0 or not text[start - 1].isalnum()
            if whole and text[start : start + len(bound) + 1].lower() == f"{bound} ":
                return Span(span.doc_id, start, span.end)
    return span


def _continues_number(tree: Tree, token: int) -> bool:
    """Whether a token is part of the number that follows it ("forty-one")."""
    return tree.upos[token] == "NUM" or tree.form[token] == "-"

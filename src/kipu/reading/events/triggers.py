"""Which words of a document stand for events, and by which frame."""

from collections.abc import Iterator, Mapping

import msgspec

from kipu.lang.events import EventResources, Frame, PartOfSpeech, Pattern
from kipu.model.readings import EntityType
from kipu.reading.events.clauses import (
    Complement,
    Slot,
    antecedent,
    is_passive,
    noun_complements,
    of_another,
    surface_subject,
    verb_complements,
)
from kipu.reading.subjects import overt_subject, understood_subject
from kipu.reading.trees import NOUN_RELATIONS, Tree, relation

_UPOS: Mapping[str, tuple[PartOfSpeech, ...]] = {
    "VERB": ("verb", "noun"),  # a gerund may be tagged as a verb
    "AUX": (),
    "NOUN": ("noun",),
    "PROPN": ("noun",),
    "ADJ": ("adjective",),
}
_SPEECH = frozenset(("statement", "accusation", "denial", "threat"))
_VICTIM = "victim"
_NEAR = 2  # levels of dependents in which a trigger's context is looked for


class Trigger(msgspec.Struct, frozen=True):
    """A token that stands for an event, with the tokens of its expression and its complements.

    ``part_of`` is set where one token stands for several events ("the killing of two men in May
    and of a woman in June"): the complement that this one is about, and those of the others.
    """

    token: int
    tokens: tuple[int, ...]
    part: PartOfSpeech
    frame: Frame
    complements: tuple[Complement, ...]
    part_of: tuple[int, tuple[int, ...]] | None = None


def read_triggers(
    tree: Tree,
    resources: EventResources,
    entity_types: Mapping[int, EntityType],
    money: frozenset[int],
) -> tuple[Trigger, ...]:
    """Find the event triggers of a document, in order.

    Args:
        entity_types: Types of the entities that tokens are the head of.
        money: Tokens that head a sum of money.
    """
    finder = _Finder(tree, resources, entity_types, money)
    found: dict[int, Trigger] = {}
    for token in range(len(tree.syntax)):
        trigger = finder.find(token)
        if trigger is None:
            continue
        other = found.get(trigger.token)  # "huelga" beside "huelga de hambre"
        if other is None or len(other.tokens) < len(trigger.tokens):
            found[trigger.token] = trigger
    taken = {t for trigger in found.values() for t in trigger.tokens[1:]}
    return tuple(found[token] for token in sorted(found.keys() - taken))


class _Finder:
    """The frames that fit a token, the most specific first."""

    def __init__(
        self,
        tree: Tree,
        resources: EventResources,
        entity_types: Mapping[int, EntityType],
        money: frozenset[int],
    ) -> None:
        self.tree, self.patterns, self.lexicon = tree, resources.patterns, resources.lexicon
        self.persons, self.entity_types, self.money = resources.persons, entity_types, money

    def find(self, token: int) -> Trigger | None:
        best: tuple[tuple[int, int], Trigger] | None = None
        for pattern in self._candidates(token):
            tokens = self._match(token, pattern)
            if not tokens or not self._is_used_as(pattern.part, tokens[0]):
                continue
            trigger = self._fit(tokens, pattern)
            if trigger:
                rank = (len(pattern.words), _specificity(pattern.frame, pattern.part))
                if best is None or rank > best[0]:
                    best = rank, trigger
        return best[1] if best else None

    def _is_used_as(self, part: PartOfSpeech, token: int) -> bool:
        """Whether the head of a pattern's words is used as what the pattern is."""
        parts = _UPOS.get(self.tree.upos[token], ())
        if self.tree.upos[token] == "VERB" and self.tree.children(token, "det"):
            parts = ("noun",)  # "the sinking", whatever the parser makes of what follows
        if part not in parts or self._is_part_of_a_name(token):
            return False
        return part != "noun" or not self._modifies(token)

    def _candidates(self, token: int) -> Iterator[Pattern]:
        """Give the patterns that a word can begin: by its lemma and, for nouns, by its form.

        A verb form is a noun only as a participle that is listed as such ("the killing").
        """
        lemma, form = self.tree.lower_lemma[token], self.tree.lower[token]
        is_verb = self.tree.upos[token] == "VERB"
        for pattern in self.patterns.get(lemma, ()):
            if pattern.part != "noun" or not is_verb:
                yield pattern
        if form != lemma:
            for pattern in self.patterns.get(form, ()):
                if pattern.part == "noun" and (not is_verb or self._is_gerund(token)):
                    yield pattern

    def _is_gerund(self, token: int) -> bool:
        if self.tree.has_feature(token, "VerbForm=Fin"):
            return False
        tense_free = self.tree.has_feature(token, "VerbForm=Ger")
        return tense_free or self.tree.has_feature(token, "Tense=Pres")

    def _is_part_of_a_name(self, token: int) -> bool:
        """Whether a capitalised word belongs to a name that is an entity's ("Amnesty Group")."""
        upper = self.tree.governor(token)
        in_name = relation(self.tree.deprel[token]) in ("flat", "compound") and upper is not None
        is_name = token in self.entity_types and self.tree.upos[token] == "PROPN"
        return is_name or (in_name and self.tree.upos[token] == "PROPN")

    def _modifies(self, token: int) -> bool:
        """Whether a noun only qualifies another one ("the murder weapon")."""
        return self.tree.deprel[token] == "compound"

    def _match(self, token: int, pattern: Pattern) -> tuple[int, ...]:
        if len(pattern.words) == 1:
            return (token,)
        if pattern.part == "noun":
            return self._match_sequence(token, pattern.words)
        return self._match_dependents(token, pattern.words)

    def _match_sequence(self, last: int, words: tuple[str, ...]) -> tuple[int, ...]:
        """Match a noun's words in a row; punctuation such as a hyphen may stand between them."""
        tokens, place = [last], last - 1
        for word in reversed(words[:-1]):
            while place >= 0 and self.tree.form[place] == "-":
                place -= 1
            if place < 0 or word not in self._names_of(place):
                return ()
            tokens.append(place)
            place -= 1
        head = next(
            (t for t in tokens if self.tree.is_root(t) or self.tree.head[t] not in tokens), last
        )
        return (head, *sorted(t for t in tokens if t != head))

    def _match_dependents(self, verb: int, words: tuple[str, ...]) -> tuple[int, ...]:
        near = [t for t in self.tree.descendants(verb, _NEAR) if not of_another(self.tree, t, verb)]
        near += self._bare_adjectives(verb)
        if relation(self.tree.deprel[verb]) == "acl" and not self.tree.is_root(verb):
            near.append(self.tree.head[verb])
        tokens = [verb]
        for word in words[1:]:
            token = next((t for t in near if self._is_word(word, t, verb, tokens)), None)
            if token is None:
                return ()
            tokens.append(token)
        return () if any(self._is_negated(t, tokens) for t in tokens[1:]) else tuple(tokens)

    def _bare_adjectives(self, verb: int) -> list[int]:
        """Give what is said of an object behind it: "found his deputy, Lena Ost, not guilty"."""
        tree = self.tree
        adjectives = [
            child
            for thing in tree.children(verb, "obj")
            for child in tree.children(thing, "acl", "acl:relcl")
            if tree.upos[child] == "ADJ" and not tree.children(child, "cop", "nsubj")
        ]
        return [token for a in adjectives for token in (a, *tree.children(a, "advmod"))]

    def _is_negated(self, token: int, tokens: list[int]) -> bool:
        """Whether a pattern's word is negated by none of the pattern: "found not guilty"."""
        before = {token - 1, *self.tree.children(token)} - {-1, *tokens}
        return any(self.tree.lower_lemma[t] in self.lexicon.negations for t in before)

    def _is_word(self, word: str, token: int, verb: int, tokens: list[int]) -> bool:
        """Whether a dependent is a pattern's word; "called for an election" calls no election.

        A negation before the verb is the verb's: "did not find her guilty" acquits nobody.
        """
        if token in tokens or word not in self._names_of(token):
            return False
        if word in self.lexicon.negations and token < verb:
            return False
        finite = self.tree.upos[token] == "VERB" and self.tree.has_feature(token, "VerbForm=Fin")
        if finite and self.lexicon.dropped_subjects and word != self.tree.lower[token]:
            return False  # "cayó en el mar y murieron dos" is no "cayó muerto"
        if self.lexicon.dropped_subjects and self._acts_on_another(token, verb):
            return False  # "la presidenta asumió sus errores": she took no office
        calls = self.tree.lower_lemma[verb] in self.lexicon.calling_verbs
        return not (calls and self.tree.case(token) in self.lexicon.calling_cases)

    def _acts_on_another(self, token: int, verb: int) -> bool:
        """Whether a word before a verb is its subject, and the verb has an object."""
        tree = self.tree
        subject = token < verb and token in tree.children(verb, "nsubj")
        active = tree.children(verb, "obj") and not tree.children(verb, "aux:pass", "expl:pass")
        return subject and tree.deprel[token] == "nsubj" and bool(active)

    def _names_of(self, token: int) -> tuple[str, str]:
        return self.tree.lower_lemma[token], self.tree.lower[token]

    def _fit(self, tokens: tuple[int, ...], pattern: Pattern) -> Trigger | None:
        head, frame = tokens[0], pattern.frame
        if pattern.part == "verb":
            modifies = self.tree.deprel[head] == "amod"
            if self.tree.upos[head] != "VERB" or (modifies and frame.type in _SPEECH):
                return None  # "named victims", "an announced visit"
            complements = self._with_own_case(head, tokens)
            complements = self._with_personal_object(frame, tokens, complements)
            complements = self._with_addressee(frame, complements)
            complements = self._with_understood_subject(frame, tokens, complements)
        elif pattern.part == "noun":
            complements = noun_complements(self.tree, head, self.lexicon, frame.light)
            complements = self._with_shared_victim(frame, head, complements)
        else:
            complements = self._adjective_complements(head)
            if not complements:
                return None
        trigger = Trigger(head, tokens, pattern.part, frame, complements)
        return trigger if self._holds(trigger) else None

    def _with_shared_victim(
        self, frame: Frame, noun: int, complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Add who the last of several nouns befell: "el secuestro y asesinato de dos obreros"."""
        last = self.tree.conjuncts(self.tree.first_conjunct(noun))[-1]
        own = any(c.slot in ("of", "object", "possessor") for c in complements)
        if own or last <= noun or frame.object != _VICTIM:
            return complements
        patterns = self.patterns.get(self.tree.lower_lemma[last], ())
        if not any(p.part == "noun" and p.frame.object == _VICTIM for p in patterns):
            return complements
        shared = (c for c in noun_complements(self.tree, last, self.lexicon) if c.slot == "of")
        return (*complements, *shared)

    def _with_own_case(self, verb: int, tokens: tuple[int, ...]) -> tuple[Complement, ...]:
        """Give a verb's complements; one whose preposition is part of the verb is its object.

        "got rid of the mayor", "fell upon the crowd".
        """
        complements = verb_complements(self.tree, verb, self.lexicon)
        own = {self.tree.head[t] for t in tokens[1:] if self.tree.deprel[t] == "case"}
        return tuple(
            Complement(c.token, "object") if c.slot == "other" and c.token in own else c
            for c in complements
        )

    def _with_personal_object(
        self, frame: Frame, tokens: tuple[int, ...], complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Let a person or body behind the mark of personal objects be the object, if none is.

        "Derrotó en la segunda vuelta al escritor": parsers take what stands far off for an oblique,
        and the place in "viajó a Ginebra" for an object.
        """
        cases, verb = self.lexicon.personal_cases, tokens[0]
        complements = tuple(map(self._without_place, complements))
        objects = [c for c in complements if c.slot == "object" and c.token not in tokens]
        if not cases or not frame.object or objects or is_passive(self.tree, verb, self.lexicon):
            return complements
        for place, one in enumerate(complements):
            if one.slot != "other" or one.case not in cases:
                continue
            token = antecedent(self.tree, verb, one.token, self.lexicon)
            marked = one.case in frame.prepositions
            if self._is_person(token) or (not marked and self._is_somebody(token)):
                found = Complement(token, "object")
                return (*complements[:place], found, *complements[place + 1 :])
        hidden = self._object_below(verb)
        return complements if hidden is None else (*complements, Complement(hidden, "object"))

    def _object_below(self, verb: int) -> int | None:
        """Find the person behind the mark that the parser hung on a phrase before.

        "Detuvo en su casa del barrio Sur a Hugo Paz", "absolvió por falta de pruebas al médico":
        not whom an event of that phrase befell ("condenó por amenazas a un juez").
        """
        tree, cases = self.tree, self.lexicon.personal_cases
        if tree.children(verb, "expl", "ccomp"):
            return None
        for phrase in (c for c in tree.children(verb, "obl") if c > verb):
            for token in range(phrase + 1, tree.extent(phrase)[1] + 1):
                upper = tree.head[token]
                chain = [t for t in tree.ancestors(token) if phrase <= t]
                nominal = all(tree.upos[t] in ("NOUN", "PROPN", "NUM") for t in chain)
                told = self.patterns.get(tree.lower_lemma[upper])
                somebody = tree.case(token) in cases and self._is_somebody(token)
                if somebody and nominal and not told and phrase in chain:
                    return token
        return None

    def _with_addressee(
        self, frame: Frame, complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Let an object with the mark of personal ones be indirect where the frame says whose the
        mark is: "declaró a este diario", "pagó a los jueces"."""
        marks = self.lexicon.personal_cases
        marks &= {case for case, role in frame.prepositions.items() if role == frame.indirect}
        return tuple(
            Complement(c.token, "indirect")
            if c.slot == "object" and frame.indirect and self.tree.case(c.token) in marks
            else c
            for c in complements
        )

    def _without_place(self, one: Complement) -> Complement:
        """Give an object with the mark of personal ones that is a place as an oblique."""
        case = self.tree.case(one.token) if one.slot == "object" else None
        is_place = self.entity_types.get(one.token) == "place"
        marked = case in self.lexicon.personal_cases and is_place
        return Complement(one.token, "other", case) if marked else one

    def _with_understood_subject(
        self, frame: Frame, tokens: tuple[int, ...], complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Add whom the form of a verb points to, where a language leaves subjects out.

        Who is in the role already is its subject: "en total murieron 86 personas".
        """
        verb, lexicon = tokens[0], self.lexicon
        own = surface_subject(self.tree, verb, lexicon)
        if not lexicon.dropped_subjects:
            return complements
        others = [c for c in complements if c.slot == "object" and c.token not in tokens]
        filled = frame.subject == frame.object and any(self._may_act(c.token) for c in others)
        if filled and overt_subject(self.tree, verb) is None:
            return tuple(c for c in complements if c.slot != "subject")
        if own is not None:
            return complements
        subject = understood_subject(self.tree, verb, self._is_somebody)
        if subject is None or subject in {c.token for c in complements}:
            return complements
        slot: Slot = "object" if is_passive(self.tree, verb, self.lexicon) else "subject"
        return (Complement(subject, slot, understood=True), *complements)

    def _may_act(self, token: int) -> bool:
        """Whether an object without mark may be the subject: "murieron dos", not "lo mató"."""
        bare = self.tree.case(token) is None and self.tree.upos[token] != "PRON"
        return bare and self._is_somebody(token)

    def _is_somebody(self, token: int) -> bool:
        return self._is_person(token) or self.entity_types.get(token) in ("person", "organization")

    def _adjective_complements(self, adjective: int) -> tuple[Complement, ...]:
        tree = self.tree
        subject = tree.child(adjective, "nsubj")
        upper = tree.governor(adjective)
        is_noun = bool(tree.children(adjective, "det", "nmod:poss"))  # "its dead"
        if is_noun or relation(tree.deprel[adjective]) in NOUN_RELATIONS:
            return ()
        if subject is not None:
            return (Complement(subject, "subject"),)
        if upper is not None and relation(tree.deprel[adjective]) in ("xcomp", "conj"):
            understood = tree.child(upper, "obj")
            if understood is None and tree.upos[upper] == "VERB":
                understood = surface_subject(tree, upper, self.lexicon)
            return () if understood is None else (Complement(understood, "subject"),)
        number = tree.child(adjective, "nummod")
        before = adjective - 1
        if number is None and before in tree.sentence_of[adjective] and tree.upos[before] == "NUM":
            number = before
        if number is not None:
            return (Complement(number, "subject"),)
        if upper is not None and tree.children(upper, "nummod") and upper < adjective:
            return (Complement(upper, "subject"),)
        return ()

    def _holds(self, trigger: Trigger) -> bool:
        frame, is_verb = trigger.frame, trigger.part == "verb"
        if self._is_excluded(trigger):
            return False
        if frame.finished and is_verb and self._goes_on(trigger.token):
            return False
        if frame.passive and is_verb and not is_passive(self.tree, trigger.token, self.lexicon):
            return False
        if frame.bare and any(
            self.tree.children(t, "det", "nmod:poss") for t in trigger.tokens[1:]
        ):
            return False
        if frame.contexts and not self._near(trigger) & frame.contexts:
            return False
        if frame.numbered and not self._is_numbered(trigger.token):
            return False
        return not is_verb or self._complements_fit(trigger)

    def _goes_on(self, verb: int) -> bool:
        """Whether a verb is in the progressive."""
        present = self.tree.has_feature(verb, "Tense=Pres")
        participle = self.tree.has_feature(verb, "VerbForm=Part")
        return present and participle and bool(self.tree.children(verb, "aux"))

    def _is_excluded(self, trigger: Trigger) -> bool:
        frame, tree = trigger.frame, self.tree
        modifiers = tree.children(trigger.token, "amod", "compound", "nmod:poss", "advmod")
        if frame.never_modified & {name for t in modifiers for name in tree.names_of(t)}:
            return True
        if frame.never_with and frame.never_with & self._near(trigger, alone=True):
            return True
        objects = {tree.lower_lemma[c.token] for c in trigger.complements if _is_object(c)}
        subjects = {tree.lower_lemma[c.token] for c in trigger.complements if c.slot == "subject"}
        return bool(frame.never_objects & objects or frame.never_subjects & subjects)

    def _complements_fit(self, trigger: Trigger) -> bool:
        frame = trigger.frame
        subjects = [c.token for c in trigger.complements if c.slot == "subject"]
        objects = [c.token for c in trigger.complements if c.slot == "object"]
        if frame.subject_lemmas and not frame.subject_types and not subjects:
            return False
        limited = frame.subject_lemmas or frame.subject_types
        if limited and subjects and not any(self._is_subject(t, frame) for t in subjects):
            return False
        if any(token in trigger.tokens for token in objects):  # "took office"
            return True
        if frame.object_lemmas or frame.object_types or frame.object_money:
            money = frame.object_money and any(t in self.money for t in objects)
            fits = any(self._fits(t, frame.object_lemmas, frame.object_types) for t in objects)
            if not money and not fits and (objects or not frame.object_types):
                return False
        return not frame.needs_object or bool(objects)

    def _is_subject(self, token: int, frame: Frame) -> bool:
        return self._fits(token, frame.subject_lemmas, frame.subject_types)

    def _fits(self, token: int, lemmas: frozenset[str], types: frozenset[EntityType]) -> bool:
        if self.tree.lower_lemma[token] in lemmas or self.tree.lower[token] in lemmas:
            return True
        if self._is_person(token) and "person" in types:
            return True
        named = token + 1  # "al industrial Carlos Paz"
        if named in self.tree.children(token, "appos") and "person" in types:
            return self.entity_types.get(named) == "person"
        return self.entity_types.get(token) in types

    def _is_person(self, token: int) -> bool:
        tree = self.tree
        if tree.upos[token] == "NUM":  # "two of his men"
            of = (c for c in tree.children(token, "nmod") if tree.case(c) in self.lexicon.of_cases)
            token = next(of, token)
        if tree.lower[token] in self.lexicon.person_pronouns:
            return True
        noun, prefixes = tree.lower_lemma[token], self.lexicon.former_prefixes
        return noun in self.persons or any(
            noun.removeprefix(prefix) in self.persons for prefix in prefixes
        )

    def _near(self, trigger: Trigger, *, alone: bool = False) -> set[str]:
        """Lemmas around a trigger: its dependents, and for a noun its governor's.

        ``alone`` leaves out the clauses that are coordinated with a verb's own.
        """
        tree = self.tree
        tokens = set(tree.descendants(trigger.token, _NEAR + 1))
        if alone and trigger.part == "verb":
            for verb in tree.children(trigger.token, "conj"):
                if tree.upos[verb] == "VERB":
                    tokens -= {verb, *tree.descendants(verb, _NEAR)}
        upper = tree.governor(trigger.token)
        if trigger.part != "verb" and upper is not None:
            tokens |= {upper, *tree.children(upper)}
        tokens |= {c.token for c in trigger.complements}
        return {tree.lower_lemma[t] for t in tokens} - {tree.lower_lemma[trigger.token]}

    def _is_numbered(self, token: int) -> bool:
        tree = self.tree
        upper = tree.governor(token)
        tokens = [token] if upper is None else [token, upper]
        if token > tree.sentence_of[token].start:
            tokens.append(token - 1)
        return any(tree.children(t, "nummod") or tree.upos[t] == "NUM" for t in tokens)


def _is_object(complement: Complement) -> bool:
    return complement.slot in ("object", "of")


def _specificity(frame: Frame, part: PartOfSpeech) -> int:
    """Count the positive conditions of a frame: the more it asks for, the more it knows."""
    conditions = [bool(frame.contexts), frame.numbered, frame.requires_role is not None]
    if part == "verb":
        conditions += [
            bool(frame.subject_lemmas or frame.subject_types),
            bool(frame.object_lemmas or frame.object_types or frame.object_money),
            frame.passive,
        ]
    return sum(conditions)

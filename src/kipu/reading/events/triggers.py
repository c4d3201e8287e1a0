"""Which words of a document stand for events, and by which frame."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from kipu.lang.events import EventResources, Frame, PartOfSpeech, Pattern
from kipu.model.readings import EntityType
from kipu.reading.events.clauses import (
    Complement,
    is_passive,
    of_another,
)
from kipu.reading.events.completion import Completion, is_one
from kipu.reading.trees import Tree, relation

_UPOS: Mapping[str, tuple[PartOfSpeech, ...]] = {
    "VERB": ("verb", "noun"),  # a gerund may be tagged as a verb
    "AUX": (),
    "NOUN": ("noun",),
    "PROPN": ("noun",),
    "ADJ": ("adjective",),
}
_SPEECH = frozenset(("statement", "accusation", "denial", "threat"))
_PARTICLES = frozenset(("ADP", "ADV"))
_NEAR = 2  # levels of dependents in which a trigger's context is looked for


class Trigger(msgspec.Struct, frozen=True):
    """A token that stands for an event, with the tokens of its expression and its complements.

    ``part_of`` is set where one token stands for several events ("the killing of two men in May
    and of a woman in June"): the complement that this one is about, and those of the others.
    ``said_by`` is the verb by which somebody sets a count of his own against another's.
    """

    token: int
    tokens: tuple[int, ...]
    part: PartOfSpeech
    frame: Frame
    complements: tuple[Complement, ...]
    part_of: tuple[int, tuple[int, ...]] | None = None
    said_by: int | None = None

    def covers(self, token: int) -> bool:
        """Whether a conjunct of a complement is this event's, and not another's of the word."""
        if self.part_of is None:
            return True
        own, others = self.part_of
        return own <= token and not any(own < other <= token for other in others)


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
    taken |= {noun for noun, trigger in found.items() if _is_told_by_verb(tree, trigger, found)}
    voted = {kind for rule in resources.roles if rule.role == "votes_for" for kind in rule.types}
    taken |= {noun for noun, t in found.items() if _is_measure(tree, t, found, voted)}
    return tuple(found[token] for token in sorted(found.keys() - taken))


def _is_told_by_verb(tree: Tree, trigger: Trigger, found: Mapping[int, Trigger]) -> bool:
    """Whether a verb of the same type tells a noun's event: "shots were fired at a crowd".

    So does one of which the noun says what its object is for: "pagó dos millones de indemnización".
    """
    upper = tree.governor(trigger.token)
    sums = upper is not None and (tree.upos[upper] == "NUM" or tree.children(upper, "nummod"))
    bare = tree.deprel[trigger.token] == "nmod" and not tree.children(trigger.token, "det") and sums
    while bare and upper is not None and relation(tree.deprel[upper]) in ("nmod", "obj"):
        upper = tree.governor(upper)
    verb = found.get(upper) if upper is not None else None
    if trigger.part != "noun" or verb is None or verb.part != "verb":
        return False
    core = bare or relation(tree.deprel[trigger.token]) in ("obj", "nsubj")
    return core and verb.frame.type == trigger.frame.type


def _is_measure(
    tree: Tree, trigger: Trigger, found: Mapping[int, Trigger], voted: AbstractSet[str]
) -> bool:
    """Whether a noun says by how many of it its verb's event was decided: "by 62 votes"."""
    token, upper = trigger.token, tree.governor(trigger.token)
    counted = trigger.frame.uncounted and tree.children(token, "nummod")
    adjunct = relation(tree.deprel[token]) in ("obl", "nmod")
    verb = found.get(upper) if upper is not None and counted and adjunct else None
    return verb is not None and verb.frame.type in voted


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
        self.entity_types, self.money = entity_types, money
        self.wholes = frozenset(noun for state in resources.states for noun in state.shares)
        self.courts = resources.courts
        self.completion = Completion(tree, resources, entity_types)
        self._beside: dict[int, tuple[tuple[int, ...], frozenset[str]]] = {}

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
        clause = relation(self.tree.deprel[token]) == "advcl"  # "al chocar un bus"
        if self.tree.upos[token] == "VERB" and self.tree.children(token, "det") and not clause:
            parts = ("noun",)  # "the sinking", whatever the parser makes of what follows
        if part not in parts or self._is_part_of_a_name(token):
            return False
        return part != "noun" or not (self._modifies(token) or self._is_heading(token))

    def _is_heading(self, token: int) -> bool:
        """Whether a noun is all of a sentence ("Displacement. Some 6,200 people ..."), or the title
        of a paper that has a number ("Situation report No. 7"), unless the paper is an act."""
        tree = self.tree
        sentence = tree.sentence_of[token]
        alone = [t for t in sentence if tree.upos[t] != "PUNCT"] == [token]
        title = tree.sentence[token] in tree.sentences_outside_text
        if alone or not title:
            return alone and not title
        behind = tree.lower[token + 1 : min(token + 5, sentence.stop)]
        number = next((n for n, word in enumerate(behind) if word[:1].isdigit()), 0)
        numbered = "".join(behind[:number]) in self.lexicon.numbering_words
        act = tree.text(sentence.start, token).lower().startswith(self.lexicon.acts)
        return numbered and not act

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
        """Whether a noun only qualifies another: "the murder weapon", "corte de apelaciones"."""
        tree, upper = self.tree, self.tree.governor(token)
        court = upper is not None and tree.lower_lemma[upper] in self.courts
        bare = tree.deprel[token] == "nmod" and not tree.children(token, "det", "nummod", "nmod")
        return tree.deprel[token] == "compound" or (court and bare)

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
        if verb not in self._beside:
            near = self._words_near(verb)
            self._beside[verb] = near, frozenset(name for t in near for name in self._names_of(t))
        near, names = self._beside[verb]
        if not names.issuperset(words[1:]):  # as with most patterns of most verbs
            return ()
        tokens = [verb]
        for word in words[1:]:
            token = next((t for t in near if self._is_word(word, t, verb, tokens)), None)
            if token is None:
                return ()
            tokens.append(token)
        return () if any(self._is_negated(t, tokens) for t in tokens[1:]) else tuple(tokens)

    def _words_near(self, verb: int) -> tuple[int, ...]:
        """Give the tokens that a pattern's other words may be, those behind the verb first."""
        tree, actors = self.tree, self._actors(verb)
        subjects = {
            t for t in tree.children(verb, "nsubj") if tree.deprel[t] == "nsubj" and t < verb
        }
        near = [t for t in tree.descendants(verb, _NEAR) if not of_another(tree, t, verb)]
        near = [t for t in near if t not in actors and tree.head[t] not in subjects]
        # "passed the law school" passed no law, but "puestos en libertad" is one verb
        near = [t for t in near if tree.deprel[t] != "compound" or tree.case(t) is not None]
        near = [t for t in near if not self._is_counted_apart(t)]
        # "took her to town and away again" does not say "took away"
        near = [t for t in near if not (tree.deprel[t] == "conj" and tree.upos[t] in _PARTICLES)]
        near += self._bare_adjectives(verb)
        if relation(self.tree.deprel[verb]) == "acl" and not self.tree.is_root(verb):
            near.append(self.tree.head[verb])
        return tuple(sorted(near, key=lambda t: t < verb))  # "on Monday he put on the sash"

    def _is_counted_apart(self, token: int) -> bool:
        """Whether a noun has a number of its own in a list: "left nine dead and two injured"."""
        listed = self.tree.deprel[token] == "conj" and self.tree.upos[token] in ("NOUN", "ADJ")
        return listed and bool(self.tree.children(token, "nummod"))

    def _actors(self, verb: int) -> frozenset[int]:
        """Give the active subjects in front of a verb with an object: who does it, and not what."""
        return frozenset(t for t in self.tree.children(verb, "nsubj") if self._acts(t, verb))

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
        if self._is_next_verb(token, word):
            return False  # "paid to get it back and was fined" is no "paid a fine"
        if self.tree.lower_lemma[verb] not in self.lexicon.calling_verbs:
            return True
        named = set(self.tree.children(verb, "xcomp")) - {token}  # "a vote that he calls illegal"
        return not named and self.tree.case(token) not in self.lexicon.calling_cases

    def _is_next_verb(self, token: int, word: str) -> bool:
        """Whether a word is a verb of its own that another form of a noun would be."""
        tree = self.tree
        joined = tree.upos[token] == "VERB" and relation(tree.deprel[token]) == "conj"
        own = tree.children(token, "aux", "aux:pass")
        return joined and word != tree.lower[token] and bool(own)

    def _acts(self, token: int, verb: int) -> bool:
        """Whether the subject of a verb stands before it and does something to something else."""
        tree = self.tree
        active = tree.children(verb, "obj") and not tree.children(verb, "aux:pass", "expl:pass")
        return token < verb and tree.deprel[token] == "nsubj" and bool(active)

    def _names_of(self, token: int) -> tuple[str, str]:
        return self.tree.lower_lemma[token], self.tree.lower[token]

    def _fit(self, tokens: tuple[int, ...], pattern: Pattern) -> Trigger | None:
        head, frame = tokens[0], pattern.frame
        if pattern.part == "verb":
            modifies = self.tree.deprel[head] == "amod"
            if self.tree.upos[head] != "VERB" or (modifies and frame.type in _SPEECH):
                return None  # "named victims", "an announced visit"
            complements = self.completion.of_verb(frame, tokens)
        elif pattern.part == "noun":
            complements = self.completion.of_noun(frame, head)
            if frame.among and not complements:
                return None
        else:
            complements = self.completion.of_adjective(head)
            if not complements:
                return None
        trigger = Trigger(head, tokens, pattern.part, frame, complements)
        return trigger if self._holds(trigger) else None

    def _holds(self, trigger: Trigger) -> bool:
        frame, is_verb = trigger.frame, trigger.part == "verb"
        if self._is_excluded(trigger) or self._is_whole(trigger):
            return False
        if frame.finished and is_verb and self._goes_on(trigger.token):
            return False
        if frame.negated and is_verb and not self._is_denied(trigger.token):
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

    def _is_whole(self, trigger: Trigger) -> bool:
        """Whether a noun is what a share is a part of: "51 percent of the vote"."""
        tree, token = self.tree, trigger.token
        upper = tree.governor(token)
        if trigger.part != "noun" or upper is None or tree.lower_lemma[token] not in self.wholes:
            return False
        counted = tree.upos[upper] in ("NUM", "SYM") or tree.children(upper, "nummod")
        return bool(counted) and tree.case(token) in self.lexicon.of_cases

    def _is_denied(self, verb: int) -> bool:
        """Whether a negation or a negative subject stands beside a verb: "nobody has seen him"."""
        words = self.tree.children(verb, "advmod", "nsubj")
        return any(self.tree.lower[word] in self.lexicon.negations for word in words)

    def _goes_on(self, verb: int) -> bool:
        """Whether a verb is in the progressive."""
        present = self.tree.has_feature(verb, "Tense=Pres")
        participle = self.tree.has_feature(verb, "VerbForm=Part")
        return present and participle and bool(self.tree.children(verb, "aux"))

    def _is_excluded(self, trigger: Trigger) -> bool:
        frame, tree = trigger.frame, self.tree
        modifiers = tree.children(trigger.token, "amod", "compound", "nmod:poss", "advmod")
        if trigger.part == "noun" and self._is_bare(trigger.token):
            modifiers += tree.children(trigger.token, "case")  # "resigned in protest"
        if frame.never_modified & {name for t in modifiers for name in tree.names_of(t)}:
            return True
        if frame.never_with and frame.never_with & self._near(trigger, alone=True):
            return True
        objects = {tree.lower_lemma[c.token] for c in trigger.complements if _is_object(c)}
        subjects = {
            tree.lower_lemma[c.token]
            for c in trigger.complements
            if c.slot == "subject" and self.entity_types.get(c.token) != "person"
        }  # "Hope Cooke disappeared"
        return bool(frame.never_objects & objects or frame.never_subjects & subjects)

    def _is_bare(self, noun: int) -> bool:
        """Whether a noun in the singular has nothing before it but its preposition."""
        before = self.tree.children(noun, "det", "amod", "nummod", "nmod:poss")
        return not before and self.tree.has_feature(noun, "Number=Sing")

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
        if self.completion.is_person(token) and "person" in types:
            return True
        names = self.tree.children(token, "appos")  # "al industrial Carlos Paz", "a third, Leo M."
        if "person" in types and any(self.entity_types.get(name) == "person" for name in names):
            return True
        return self.entity_types.get(token) in types

    def _near(self, trigger: Trigger, *, alone: bool = False) -> set[str]:
        """Lemmas around a trigger: its dependents, for a noun its governor's, and the verb before.

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
        if not alone and upper is not None and tree.deprel[trigger.token] == "conj":
            tokens.add(upper)  # "lo golpearon y se lo llevaron"
        tokens |= {c.token for c in trigger.complements}
        return {tree.lower_lemma[t] for t in tokens} - {tree.lower_lemma[trigger.token]}

    def _is_numbered(self, token: int) -> bool:
        tree = self.tree
        upper = tree.governor(token)
        tokens = [token] if upper is None else [token, upper]
        if token > tree.sentence_of[token].start:
            tokens.append(token - 1)
        if any(tree.children(t, "nummod") or tree.upos[t] == "NUM" for t in tokens):
            return True
        return upper is not None and tree.deprel[token] == "amod" and is_one(tree, upper)


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

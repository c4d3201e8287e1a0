"""Who completes a trigger, beyond what its own clause says in so many words."""

from collections.abc import Iterator, Mapping

from kipu.lang.events import EventResources, Frame
from kipu.model.readings import EntityType
from kipu.reading.events.clauses import (
    Complement,
    Slot,
    antecedent,
    is_passive,
    noun_complements,
    surface_subject,
    verb_complements,
)
from kipu.reading.events.members import members_of, said_to_be_among
from kipu.reading.subjects import overt_subject, understood_subject
from kipu.reading.trees import NOUN_RELATIONS, Tree, relation

_VICTIM = "victim"
_UNDERGO = ("victim", "patient", "beneficiary")
_HARM = frozenset(("death", "injury"))
_LONGEST_CASE = 3
"""Words of a case marker before its last one."""


class Completion:
    """Gives triggers their complements: persons behind their mark, subjects that are left out."""

    def __init__(
        self, tree: Tree, resources: EventResources, entity_types: Mapping[int, EntityType]
    ) -> None:
        self.tree, self.lexicon, self.patterns = tree, resources.lexicon, resources.patterns
        self.persons, self.entity_types = resources.persons, entity_types
        self.ontology, self.undergone = resources.ontology, resources.undergone
        self.number_words = resources.number_words

    def of_verb(self, frame: Frame, tokens: tuple[int, ...]) -> tuple[Complement, ...]:
        """Give the complements of a verb whose words are ``tokens``."""
        complements = self._with_own_case(tokens[0], tokens)
        complements = (*complements, *self._owners(frame, tokens), *self._of_adjuncts(tokens))
        complements = (*complements, *self._befallen(frame, complements))
        complements = tuple(self._with_companion(tokens[0], one) for one in complements)
        complements = self._with_personal_object(frame, tokens, complements)
        complements = self._with_addressee(frame, complements)
        complements = self._with_understood_subject(frame, tokens, complements)
        return (*complements, *self._members(frame, tokens[0], complements))

    def of_noun(self, frame: Frame, noun: int) -> tuple[Complement, ...]:
        """Give the complements of a noun."""
        if frame.among:
            return self._among(noun)
        complements = noun_complements(self.tree, noun, self.lexicon, frame.light)
        complements = (*complements, *self._of_its_like(noun, complements))
        complements = (*complements, *self._befallen(frame, complements))
        return self._with_shared_victim(frame, noun, complements)

    def of_adjective(self, adjective: int) -> tuple[Complement, ...]:
        """Give whom an adjective is said of; nothing where it stands for a noun."""
        tree = self.tree
        subject = tree.child(adjective, "nsubj")
        upper = tree.governor(adjective)
        is_noun = bool(tree.children(adjective, "det", "nmod:poss"))  # "its dead"
        if tree.case(adjective) in self.lexicon.among_cases and self._is_harm(adjective):
            return self._among(adjective)
        if is_noun or relation(tree.deprel[adjective]) in NOUN_RELATIONS:
            return ()
        if subject is not None:
            return (Complement(subject, "subject"),)
        if upper is not None and relation(tree.deprel[adjective]) in ("xcomp", "conj"):
            understood = tree.child(upper, "obj")
            if understood is None and tree.upos[upper] == "VERB":
                understood = surface_subject(tree, upper, self.lexicon)
            return () if understood is None else (Complement(understood, "subject"),)
        if upper is not None and tree.deprel[adjective] == "acl":  # "the nurse, missing since May"
            return (Complement(upper, "subject"),)
        number = tree.child(adjective, "nummod")
        before = adjective - 1
        if number is None and before in tree.sentence_of[adjective] and tree.upos[before] == "NUM":
            number = before
        if number is not None:
            return (Complement(number, "subject"),)
        one = upper is not None and is_one(tree, upper) and tree.lower_lemma[upper] in self.persons
        counted = upper is not None and (tree.children(upper, "nummod") or one)
        if upper is not None and counted and upper < adjective:
            return (Complement(upper, "subject"),)
        return ()

    def _among(self, word: int) -> tuple[Complement, ...]:
        """Give who was one of those: "among the dead was Ana Ruiz"."""
        told = said_to_be_among(self.tree, word, self.lexicon)
        if told is None or not (self._is_somebody(told) or self.tree.upos[told] == "NUM"):
            return ()  # "entre los heridos hay preocupación"
        return (Complement(told, "subject", member=True),)

    def _is_harm(self, word: int) -> bool:
        """Whether a word tells that somebody died or was hurt: not "among the missing"."""
        patterns = self.patterns.get(self.tree.lower_lemma[word], ())
        return any(pattern.frame.type in _HARM for pattern in patterns)

    def _of_its_like(self, noun: int, complements: tuple[Complement, ...]) -> Iterator[Complement]:
        """Give whom another event of the same noun befell: "his trial and that of his brother"."""
        tree, lexicon = self.tree, self.lexicon
        slot: Slot = "possessor" if any(c.slot == "possessor" for c in complements) else "of"
        for like in tree.children(noun, "conj"):
            if tree.lower[like] in lexicon.standing_in:
                for token in tree.children(like, "nmod"):
                    if tree.case(token) in lexicon.of_cases:
                        yield Complement(token, slot, tree.case(token))

    def is_person(self, token: int) -> bool:
        """Whether a word stands for a person, or counts people ("two of his men")."""
        tree = self.tree
        if self._is_bare_amount(token):  # "two of his men", "most of them"
            of = (c for c in tree.children(token, "nmod") if tree.case(c) in self.lexicon.of_cases)
            counted = next(of, None)
            if counted is None:  # "three were shot"
                return self._is_done_to(token)
            token = counted
        pronoun = tree.lower[token]
        negated = (f"{tree.lower[d]} {pronoun}" for d in tree.children(token, "det"))  # "no one"
        if not self.lexicon.person_pronouns.isdisjoint((pronoun, *negated)):
            return True
        noun, prefixes = tree.lower_lemma[token], self.lexicon.former_prefixes
        return noun in self.persons or any(
            noun.removeprefix(prefix) in self.persons for prefix in prefixes
        )

    def _is_bare_amount(self, token: int) -> bool:
        """Whether a word tells how many, and not of what: "two", "all", "most", "la mayoría"."""
        tree = self.tree
        if tree.upos[token] == "NUM" or tree.lower_lemma[token] in self.lexicon.partitives:
            return True
        if tree.lower[token] in self.number_words:
            return not tree.children(token, "det")
        total = tree.has_feature(token, "PronType=Tot") or tree.has_feature(token, "PronType=Ind")
        superlative = tree.has_feature(token, "Degree=Sup")
        if tree.has_feature(token, "PronType=Neg"):  # "none of the men", "ninguno"; not "nothing"
            return "Gender=" in tree.syntax.feats[token] or bool(tree.children(token, "nmod"))
        return tree.upos[token] != "NOUN" and (total or superlative)

    def _is_done_to(self, number: int) -> bool:
        """Whether a bare number is whom something was done to: "kidnapped three", "mataron a tres".

        Those are people, where people can be.
        """
        tree = self.tree
        cases = self.lexicon.personal_cases
        marked = tree.case(number) in cases if cases else tree.deprel[number] == "obj"
        befell = marked and tree.lower_lemma[tree.head[number]] in self.undergone
        return befell or tree.deprel[number] == "nsubj:pass"

    def _with_own_case(self, verb: int, tokens: tuple[int, ...]) -> tuple[Complement, ...]:
        """Give a verb's complements; one whose preposition is part of the verb is its object.

        "got rid of the mayor", "fell upon the crowd".
        """
        complements = verb_complements(self.tree, verb, self.lexicon)
        own = {self.tree.head[t] for t in tokens[1:] if self.tree.deprel[t] == "case"}
        if any(c.slot == "object" for c in complements):
            return complements  # "dragged him out of the house"
        return tuple(
            Complement(c.token, "object") if c.slot == "other" and c.token in own else c
            for c in complements
        )

    def _with_companion(self, verb: int, one: Complement) -> Complement:
        """Give who is told to go with somebody the same slot: "charged together with the owner".

        Whom something is done to goes before who does it.
        """
        tree, lexicon = self.tree, self.lexicon
        if one.slot != "other" or not self._is_somebody(one.token):
            return one
        markers = tree.children(one.token, "case")
        if not markers:
            return one
        last = max((*markers, *(c for m in markers for c in tree.children(m, "fixed"))))
        before = " ".join(tree.lower[max(0, last - _LONGEST_CASE) : last + 1])
        if not any(f" {before}".endswith(f" {case}") for case in lexicon.together_cases):
            return one
        undergoes = is_passive(tree, verb, lexicon) or tree.children(verb, "obj")
        return Complement(one.token, "object" if undergoes else "subject")

    def _of_adjuncts(self, tokens: tuple[int, ...]) -> Iterator[Complement]:
        """Give what completes the adjunct that makes the verb: "came to terms with the company"."""
        tree = self.tree
        for word in (t for t in tokens[1:] if relation(tree.deprel[t]) == "obl"):
            for token in tree.children(word, "nmod"):
                case = tree.case(token)
                if case is not None and case not in self.lexicon.of_cases:
                    yield Complement(token, "inner", case)

    def _owners(self, frame: Frame, tokens: tuple[int, ...]) -> Iterator[Complement]:
        """Give whose an object is that belongs to the trigger: "commuted the term of two"."""
        tree = self.tree
        if frame.possessor is None:
            return
        for thing in (t for t in tokens[1:] if tree.deprel[t] == "obj"):
            for owner in tree.children(thing, "nmod"):
                case = tree.case(owner) or ""
                told = frame.prepositions.get(case) == frame.possessor
                kind = tree.upos[owner] == "NOUN" and not tree.children(owner, "det", "nummod")
                if kind and not (told or self._is_somebody(owner)):
                    continue  # "firmar el acta de entrega"
                if told or case in self.lexicon.of_cases or tree.deprel[owner] == "nmod:poss":
                    yield Complement(owner, "possessor")

    def _befallen(self, frame: Frame, complements: tuple[Complement, ...]) -> Iterator[Complement]:
        """Give whom the event befell that is the object: "annulled the pardon of the general"."""
        objects = [c.token for c in complements if c.slot in ("object", "of") and frame.whose]
        for noun in objects:
            kinds = self.patterns.get(self.tree.lower_lemma[noun], ())
            kind = next((p.frame for p in kinds if p.part == "noun" and len(p.words) == 1), None)
            if kind is None:
                continue
            for token in self.tree.children(noun, "nmod"):
                case = self.tree.case(token) or ""
                own = self.tree.deprel[token] == "nmod:poss"
                of = (kind.of or kind.object) if case in self.lexicon.of_cases else ""
                role = kind.object if own else of or kind.prepositions.get(case)
                if role in _UNDERGO:
                    yield Complement(token, "whose")

    def _members(
        self, frame: Frame, verb: int, complements: tuple[Complement, ...]
    ) -> Iterator[Complement]:
        """Give those who are named of many whom it befell: "nine men, including the mayor"."""
        known = {c.token for c in complements if c.slot in ("object", "subject")}
        for one in complements:
            role = frame.object if one.slot == "object" else frame.subject
            if one.slot not in ("object", "subject") or role not in _UNDERGO:
                continue
            people = self._is_somebody(one.token) or self.tree.upos[one.token] in ("NUM", "PRON")
            for token in members_of(self.tree, verb, one.token, self.lexicon):
                if token not in known and (self._is_somebody(token) or not people):
                    known.add(token)
                    yield Complement(token, one.slot, member=True)

    def _with_personal_object(
        self, frame: Frame, tokens: tuple[int, ...], complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Let a person or body behind the mark of personal objects be the object, if none is.

        "Derrotó en la segunda vuelta al escritor": parsers take what stands far off for an oblique,
        and the place in "viajó a Ginebra" for an object.
        """
        cases, verb = self.lexicon.personal_cases, tokens[0]
        complements = self._without_clitic(verb, tuple(map(self._without_place, complements)))
        objects = [c for c in complements if c.slot == "object" and c.token not in tokens]
        if not cases or not frame.object or objects or is_passive(self.tree, verb, self.lexicon):
            return complements
        for place, one in enumerate(complements):
            if one.slot != "other" or one.case not in cases:
                continue
            token = antecedent(self.tree, verb, one.token, self.lexicon)
            marked = one.case in frame.prepositions
            if self.is_person(token) or (not marked and self._is_somebody(token)):
                found = Complement(token, "object")
                return (*complements[:place], found, *complements[place + 1 :])
        hidden = self._object_below(verb)
        return complements if hidden is None else (*complements, Complement(hidden, "object"))

    def _without_clitic(
        self, verb: int, complements: tuple[Complement, ...]
    ) -> tuple[Complement, ...]:
        """Leave out the pronoun for somebody who stands before it: "a mi cuñado lo mataron"."""
        fronted = any(
            c.token < verb and c.case in self.lexicon.personal_cases and self._is_somebody(c.token)
            for c in complements
            if c.slot == "other"
        )
        clitics = {c.token for c in complements if c.slot == "object" and c.token < verb}
        clitics &= {c for c in clitics if self.tree.has_feature(c, "Case=Acc")}
        return tuple(c for c in complements if not fronted or c.token not in clitics)

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
        if self.tree.lower_lemma[subject] in lexicon.spokesmen:
            return complements  # "su abogado anunció que pedirá asilo": hardly for himself
        slot: Slot = "object" if is_passive(self.tree, verb, self.lexicon) else "subject"
        body = self.entity_types.get(subject) == "organization"
        if slot == "object" and body and self._befalls_people(frame):
            return complements  # "el grupo mató a seis; fue condenado por ello": he who led it
        return (Complement(subject, slot, understood=True), *complements)

    def _befalls_people(self, frame: Frame) -> bool:
        """Whether it is persons above all to whom events of a frame's type are done."""
        definition = self.ontology.types.get(frame.type)
        return definition is not None and definition.roles.get(frame.object, ())[:1] == ("person",)

    def _may_act(self, token: int) -> bool:
        """Whether an object without mark may be the subject: "murieron dos", not "lo mató"."""
        bare = self.tree.case(token) is None and self.tree.upos[token] != "PRON"
        return bare and self._is_somebody(token)

    def _is_somebody(self, token: int) -> bool:
        return self.is_person(token) or self.entity_types.get(token) in ("person", "organization")

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


def is_one(tree: Tree, noun: int) -> bool:
    """Whether a noun is all that a headline tells of, and one: "Un minero muerto en Colán"."""
    articles = tree.children(noun, "det") if tree.is_root(noun) else ()
    return any(tree.has_feature(article, "Definite=Ind") for article in articles)

"""Who does what in a clause: the deep complements of verbs and nouns, whatever the construction.

Passives, relative clauses, control, coordination, participles and light verbs are undone here once,
so that a frame need only say what its deep subject and objects are.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.readings import EntityType
from kipu.reading.subjects import may_be_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

Slot = Literal["subject", "object", "indirect", "of", "possessor", "whose", "other", "inner"]


class Complement(msgspec.Struct, frozen=True):
    """A token that completes a verb or noun: its slot and, for ``other``, its case marker.

    ``whose`` is whom an event befell that is a verb's object. ``inner`` is the complement of a
    verb's object ("a doctor from Norway"), which parsers cannot tell from one of the verb.
    ``understood`` is one that stands in another clause, ``member`` one of a group that is another.
    """

    token: int
    slot: Slot
    case: str | None = None
    understood: bool = False
    member: bool = False


def is_somebody(
    tree: Tree, token: int, resources: EventResources, types: Mapping[int, EntityType]
) -> bool:
    """Whether a token names a person or body, by its noun or by what its mention is."""
    person = tree.lower_lemma[token] in resources.persons
    return person or types.get(token) in ("person", "organization")


def is_passive(tree: Tree, verb: int, lexicon: EventLexicon) -> bool:
    """Whether a verb stands in the passive: with an auxiliary, or as a past participle alone."""
    if tree.children(verb, "aux:pass", "expl:pass"):
        return True
    if is_past_participle(tree, verb) and tree.children(verb, "obl:agent"):
        return True
    if tree.has_feature(verb, "Voice=Pass") and not tree.children(verb, "obj"):
        return True
    if tree.children(verb, "aux") or not is_past_participle(tree, verb):
        return lexicon.finite_participles and _is_bare_participle(tree, verb, lexicon)
    if tree.children(verb, "nsubj", "csubj") and not tree.children(verb, "nsubj:pass"):
        return False
    hanging = ("acl", "amod", "advcl", "xcomp")  # "fue hallado degollado"
    if relation(tree.deprel[verb]) in hanging and tree.deprel[verb] != "acl:relcl":
        # "sentenciado a nueve años": what has a case is no object of a participle.
        objects = [c for c in tree.children(verb, "obj") if tree.case(c) is None]
        return not objects or bool(tree.children(verb, "obl:agent"))
    if tree.deprel[verb] == "conj":
        first = tree.first_conjunct(verb)
        shares = not _own_subject(tree, verb) and not tree.children(verb, "obj")
        return shares and tree.upos[first] == "VERB" and is_passive(tree, first, lexicon)
    return bool(tree.children(verb, "nsubj:pass", "obl:agent"))


def _is_bare_participle(tree: Tree, verb: int, lexicon: EventLexicon) -> bool:
    """Whether a past form that looks finite is a participle: it has no object, and no subject in
    front of a clause ("Freed in May, she ..."), or it stands in a headline ("Chief held"), or says
    how somebody was found ("found the priest strangled")."""
    if not tree.has_feature(verb, "Tense=Past") or tree.children(verb, "aux", "obj", "ccomp"):
        return False
    if tree.deprel[verb] == "ccomp" and tree.lower_lemma[tree.head[verb]] in lexicon.finding_verbs:
        return not tree.children(verb, "mark")
    if verb in tree.headline_tokens:
        return _own_subject(tree, verb) is not None
    fronted = relation(tree.deprel[verb]) in ("parataxis", "advcl", "dep")
    return fronted and _own_subject(tree, verb) is None and verb < tree.head[verb]


def is_past_participle(tree: Tree, verb: int) -> bool:
    """Whether the form of a verb can be a past participle."""
    return tree.has_feature(verb, "VerbForm=Part") and not tree.has_feature(verb, "Tense=Pres")


def _own_subject(tree: Tree, verb: int) -> int | None:
    """Give the subject in a verb's own clause; a bare number before a coordinated verb is one."""
    subjects = [c for c in tree.children(verb) if tree.deprel[c] in NOMINAL_SUBJECTS]
    opener = next((m for m in tree.children(verb, "mark") if m < verb), -1)
    if any(
        opener < c < verb for c in subjects
    ):  # "Article 4. That the rebels ... will stand trial"
        subjects = [c for c in subjects if opener < c]
    if not subjects and tree.deprel[verb] == "conj":  # "nine were killed and thirty wounded"
        subjects = [c for c in tree.children(verb) if tree.upos[c] == "NUM" and c == verb - 1]
    return subjects[0] if subjects else None


def surface_subject(tree: Tree, verb: int, lexicon: EventLexicon) -> int | None:
    """Find what a verb's finite form agrees with, or the one who is understood to.

    Looked for in the verb's own clause, in the noun that a participle or relative clause is about,
    in the clause that controls an infinitive, in the first verb of a coordination. Where subjects
    are left out, a finite form has to agree with one of another clause.
    """
    found = _surface_subject(tree, verb, lexicon)
    shared = found is not None and lexicon.dropped_subjects and _own_subject(tree, verb) is None
    clausal = relation(tree.deprel[verb]) in ("conj", "advcl", "parataxis")
    if shared and clausal and found is not None and not may_be_subject(tree, found, verb):
        return None
    return found


def _surface_subject(tree: Tree, verb: int, lexicon: EventLexicon) -> int | None:
    for _ in range(8):  # a chain of control deeper than this does not occur
        own = _own_subject(tree, verb)
        if own is not None:
            return antecedent(tree, verb, own, lexicon)
        upper = tree.governor(verb)
        if upper is None or _has_its_own(tree, verb):
            return None
        function = relation(tree.deprel[verb])
        if function == "acl" or tree.deprel[verb] == "amod":
            return _noun_above(tree, verb, upper, lexicon)
        if function == "xcomp":
            controller = tree.child(upper, "iobj", "obj") or _oblique_control(tree, upper, lexicon)
            if controller is not None or tree.lower_lemma[upper] in lexicon.commanding_verbs:
                return controller
        elif function == "advcl" and (charged := _charged(tree, verb, upper, lexicon)) is not None:
            return charged
        elif function == "parataxis":
            bare = lexicon.finite_participles and _is_bare_participle(tree, verb, lexicon)
            return _own_subject(tree, upper) if bare else None
        elif function not in ("conj", "advcl"):
            return None
        verb = upper
    return None


def _has_its_own(tree: Tree, verb: int) -> bool:
    """Whether a complement clause is finite, so that nobody above need be its subject: "nos dijo
    que nos iban a matar"."""
    auxiliaries = tree.children(verb, "aux", "cop")
    finite = any(tree.has_feature(word, "VerbForm=Fin") for word in auxiliaries)
    return finite and relation(tree.deprel[verb]) == "xcomp"


def _noun_above(tree: Tree, verb: int, noun: int, lexicon: EventLexicon) -> int | None:
    """Give the noun that a participle or relative clause is about, if it can be its subject.

    "La capital, donde pidió asilo": the capital did not ask.
    """
    elsewhere = tree.deprel[verb] == "acl:relcl" and lexicon.dropped_subjects
    # "el compromiso de renunciar": it does not resign
    content = tree.has_feature(verb, "VerbForm=Inf") and lexicon.dropped_subjects
    above = tree.governor(noun)
    said = relation(tree.deprel[noun]) in ("ccomp", "xcomp") and not tree.children(noun, "det")
    if said and above is not None and not tree.children(noun, "nsubj"):
        return tree.child(above, "obj")  # "found the mayor guilty of taking bribes"
    return None if elsewhere or content or tree.upos[noun] == "VERB" else noun


def _charged(tree: Tree, verb: int, upper: int, lexicon: EventLexicon) -> int | None:
    """Find who did what a charge is of: "accused the company of paying", "jailed him for it".

    "Condenó a siete años al alcalde por cobrar": the term stands where parsers look for him.
    """
    marks = {tree.lower[mark] for mark in tree.children(verb, "mark", "case")}
    if not marks & lexicon.charging_marks or tree.lower_lemma[upper] not in lexicon.charging_verbs:
        return None
    marked = (c for c in tree.children(upper, "obj", "iobj", "obl") if c < verb)
    persons = [c for c in marked if tree.case(c) in lexicon.personal_cases]
    persons = [c for c in persons if not tree.children(c, "nummod") or len(persons) == 1]
    return persons[-1] if persons else tree.child(upper, "obj", "iobj")


def _oblique_control(tree: Tree, upper: int, lexicon: EventLexicon) -> int | None:
    """Find who is called on to do it: "called on the mayor to resign"."""
    if tree.lower_lemma[upper] not in lexicon.calling_verbs:
        return None
    return next((c for c in tree.children(upper, "obl") if _is_called(tree, c, lexicon)), None)


def _is_called(tree: Tree, token: int, lexicon: EventLexicon) -> bool:
    marks = tree.children(token, "case", "mark")
    start = tree.extent(token)[0]
    if not marks and start and tree.deprel[start - 1] == "compound:prt":
        marks = (start - 1,)  # parsers see a particle in "called on her to resign"
    return any(tree.lower[mark] in lexicon.calling_cases for mark in marks)


def antecedent(tree: Tree, verb: int, token: int, lexicon: EventLexicon) -> int:
    """Replace a relative pronoun by the noun that its clause is about."""
    if tree.lower_lemma[token] not in lexicon.relative_pronouns or tree.upos[token] == "DET":
        return token
    while tree.deprel[verb] in ("conj", "xcomp", "ccomp") and not tree.is_root(verb):
        verb = tree.head[verb]
    if tree.deprel[verb] == "acl:relcl" and not tree.is_root(verb):
        return tree.head[verb]
    return token


def _relative_gap(tree: Tree, verb: int, lexicon: EventLexicon) -> int | None:
    """Find the object of a relative clause without pronoun ("the law he broke")."""
    if tree.deprel[verb] != "acl:relcl" or tree.is_root(verb):
        return None
    subject = _own_subject(tree, verb)
    # "the village where he died" is no object either
    opening = lexicon.relative_pronouns | lexicon.place_relatives | lexicon.time_relatives
    related = (c for c in tree.children(verb) if tree.lower_lemma[c] in opening)
    filled = tree.children(verb, "obj", "ccomp") or subject is None or any(related)
    if filled or is_passive(tree, verb, lexicon):
        return None
    assert subject is not None
    is_relative = tree.lower_lemma[subject] in lexicon.relative_pronouns
    return None if is_relative else tree.head[verb]


def verb_complements(tree: Tree, verb: int, lexicon: EventLexicon) -> tuple[Complement, ...]:
    """Give the deep complements of a verb: subject, objects and those with a case marker."""
    return tuple(dict.fromkeys(_verb_complements(tree, verb, lexicon)))


def _verb_complements(tree: Tree, verb: int, lexicon: EventLexicon) -> Iterator[Complement]:
    subject = surface_subject(tree, verb, lexicon)
    passive = is_passive(tree, verb, lexicon)
    objects = _objects(tree, verb, lexicon)
    if passive and tree.children(verb, "aux:pass") and not lexicon.indirect_passives:
        # "fue nombrado ministro": the office is no second one who was named
        objects = [o for o in objects if tree.case(o) in lexicon.personal_cases]
    if subject is not None:
        slot = _subject_slot(tree, verb, passive=passive, objects=objects)
        yield Complement(whole(tree, subject, lexicon), slot)
    for token, slot in _direct_and_indirect(tree, objects, lexicon, passive=passive):
        yield Complement(whole(tree, token, lexicon), slot)
    for token in tree.children(verb, "iobj"):
        yield Complement(token, "indirect")
    yield from _obliques(tree, verb, lexicon, passive=passive)
    for token in objects:  # parsers hang "to Chile" of "deported her to Chile" on either word
        for complement in tree.children(token, "nmod"):
            case = tree.case(complement)
            if case is None or tree.deprel[complement] == "nmod:poss":
                continue
            # "a las familias de los muertos", "justicia por los muertos": none of them acts
            owned = case in lexicon.of_cases and tree.case(token) in lexicon.personal_cases
            if not owned and case not in lexicon.agent_cases:
                yield Complement(complement, "inner", case)


def _direct_and_indirect(
    tree: Tree, objects: list[int], lexicon: EventLexicon, *, passive: bool
) -> Iterator[tuple[int, Slot]]:
    """Tell objects apart: "entregan frazadas a los ancianos", "fue entregado a dos poetas"."""
    personal = [o for o in objects if tree.case(o) in lexicon.personal_cases]
    for token in objects:
        indirect = token in personal and (passive or len(personal) < len(objects))
        yield token, "indirect" if indirect else "object"


def whole(tree: Tree, token: int, lexicon: EventLexicon) -> int:
    """Give what a word of quantity counts: "a total of 18 people" are people."""
    if tree.lower_lemma[token] not in lexicon.partitives:
        return token
    of = (c for c in tree.children(token, "nmod") if tree.case(c) in lexicon.of_cases)
    return next(of, token)


def _of_small_clauses(tree: Tree, verb: int) -> list[int]:
    """Give the subjects of bare adjectives below a verb: "found the nurse not guilty"."""
    return [
        subject
        for clause in tree.children(verb, "ccomp")
        if tree.upos[clause] == "ADJ" and not tree.children(clause, "cop", "mark", "aux")
        for subject in tree.children(clause, "nsubj")
    ]


def _objects(tree: Tree, verb: int, lexicon: EventLexicon) -> list[int]:
    objects = [antecedent(tree, verb, o, lexicon) for o in tree.children(verb, "obj")]
    objects += _of_small_clauses(tree, verb)
    gap = _relative_gap(tree, verb, lexicon)
    return objects if gap is None else [*objects, gap]


def _subject_slot(tree: Tree, verb: int, *, passive: bool, objects: list[int]) -> Slot:
    """Give the deep slot of a surface subject: "he was arrested", "he was given a medal"."""
    if not passive:
        return "subject"
    return "indirect" if objects and not tree.children(verb, "iobj") else "object"


def _obliques(
    tree: Tree, verb: int, lexicon: EventLexicon, *, passive: bool
) -> Iterator[Complement]:
    for token in tree.children(verb, "obl", "advmod"):
        yield from _oblique(tree, token, lexicon, passive=passive)
        if tree.upos[token] in ("ADJ", "ADV"):  # "flew unannounced to Chile"
            for inner in tree.children(token, "obl"):
                yield from _oblique(tree, inner, lexicon, passive=passive)


def _oblique(
    tree: Tree, token: int, lexicon: EventLexicon, *, passive: bool
) -> Iterator[Complement]:
    case = tree.case(token)
    if passive and (tree.deprel[token] == "obl:agent" or case in lexicon.agent_cases):
        yield Complement(token, "subject", case)
    elif case is not None:
        yield Complement(token, "other", case)


def noun_complements(
    tree: Tree, noun: int, lexicon: EventLexicon, light: tuple[str, ...] = ()
) -> tuple[Complement, ...]:
    """Give the deep complements of an event noun, also by the verb that carries it.

    ``light`` are verbs that carry this noun beside the general ones.
    """
    found = [*_own_noun_complements(tree, noun, lexicon), *_carried(tree, noun, lexicon, light)]
    return tuple(dict.fromkeys(found))


def _own_noun_complements(tree: Tree, noun: int, lexicon: EventLexicon) -> Iterator[Complement]:
    for token in tree.children(noun, "nmod", "obl"):
        case = tree.case(token)
        if tree.deprel[token] == "nmod:poss":
            yield Complement(token, "possessor")
        elif case in lexicon.of_cases:
            yield Complement(token, "of", case)
            for inner in tree.children(token, "nmod"):  # "el homicidio de Rojas por sicarios"
                if tree.case(inner) in lexicon.agent_cases:
                    yield Complement(inner, "subject", tree.case(inner))
        elif case in lexicon.agent_cases:
            yield Complement(token, "subject", case)
        elif case is not None:
            yield Complement(token, "other", case)
    yield from _doers(tree, noun, lexicon)
    for clause in tree.children(noun, "acl"):
        if is_passive(tree, clause, lexicon) or tree.deprel[clause] == "acl:relcl":
            yield from _carrier_subject(tree, clause, noun, lexicon)


def _doers(tree: Tree, noun: int, lexicon: EventLexicon) -> Iterator[Complement]:
    """Give whose work an event is said to be: "the massacre was the work of soldiers"."""
    deed = tree.governor(noun)
    if deed is None or not tree.children(deed, "cop") or tree.deprel[noun] != "nsubj":
        return
    if tree.lower_lemma[deed] in lexicon.deeds:
        for token in tree.children(deed, "nmod"):
            if tree.case(token) in lexicon.of_cases:
                yield Complement(token, "subject")


def _carried(
    tree: Tree, noun: int, lexicon: EventLexicon, light: tuple[str, ...]
) -> Iterator[Complement]:
    """Complements by a verb of which the noun is the object ("granted him a pardon")."""
    first = tree.first_conjunct(noun)
    verb = tree.governor(first)
    if verb is None or tree.upos[verb] not in ("VERB", "AUX"):
        return
    if relation(tree.deprel[first]) == "obj" and tree.lower_lemma[verb] in lexicon.accepting_verbs:
        takers = [c for c in verb_complements(tree, verb, lexicon) if c.slot == "subject"]
        yield from (Complement(c.token, "other", k) for c in takers for k in lexicon.giving_cases)
    yield from _ascribed(tree, first, verb, lexicon)
    calls = tree.lower_lemma[verb] in lexicon.calling_verbs
    if calls and relation(tree.deprel[first]) == "xcomp":
        return  # "the mayor called the report an ambush": he ambushed nobody
    if relation(tree.deprel[first]) in ("obj", "nsubj", "xcomp") or _is_copular(tree, first):
        yield from _carrier_subject(tree, verb, first, lexicon, light)
    elif _is_means(tree, first, verb, lexicon):
        # "charged two soldiers with murder": they did it
        doer = "object" if tree.lower_lemma[verb] in lexicon.charging_verbs else "subject"
        complements = verb_complements(tree, verb, lexicon)
        yield from (Complement(c.token, "subject") for c in complements if c.slot == doer)


def _ascribed(tree: Tree, noun: int, verb: int, lexicon: EventLexicon) -> Iterator[Complement]:
    """Give who is said to have done it: "attributed the attack to the rebels"."""
    core = relation(tree.deprel[noun]) in ("obj", "nsubj")
    if not core or tree.lower_lemma[verb] not in lexicon.ascribing_verbs:
        return
    beside = (*tree.children(verb, "obl", "obj", "iobj"), *tree.children(noun, "nmod"))
    for token in beside:
        if token > verb and tree.case(token) in lexicon.ascribing_cases:
            yield Complement(token, "subject")


def _is_means(tree: Tree, noun: int, verb: int, lexicon: EventLexicon) -> bool:
    """Whether an event noun is what the subject of its verb does: "answered with an amnesty"."""
    by = tree.case(noun) in lexicon.means_cases and not is_passive(tree, verb, lexicon)
    return by and goes_with(tree, noun, lexicon)


def goes_with(tree: Tree, noun: int, lexicon: EventLexicon) -> bool:
    """Whether an event noun tells by what or at what else its verb's act was done.

    "answered in June with an amnesty", "opened fire on a march", "called it by decree": the noun
    has no article that would point back to an event of another day.
    """
    adjunct = tree.deprel[noun] == "obl" and tree.case(noun) in lexicon.company_cases
    told = tree.children(noun, "det", "nmod:poss")
    return adjunct and all(tree.lower[t] in lexicon.indefinite_determiners for t in told)


def _is_copular(tree: Tree, noun: int) -> bool:
    return bool(tree.children(noun, "cop"))


def _carrier_subject(
    tree: Tree, verb: int, noun: int, lexicon: EventLexicon, light: tuple[str, ...] = ()
) -> Iterator[Complement]:
    lemma = tree.lower_lemma[verb]
    known = lemma in lexicon.light_verbs or lemma in lexicon.receiving_verbs or lemma in light
    occurring = lemma in lexicon.occurring_verbs
    if not known and not occurring:
        return
    known = known and not tree.children(verb, "expl")  # "al iniciarse el motín": it began
    particles = {tree.lower[c] for c in tree.children(verb, "compound:prt", "advmod")}
    known = known and particles.isdisjoint(lexicon.parting_particles)
    # who did not attend a funeral has no part in it
    known = known and not (lemma in light and particles & lexicon.negations)
    # "calls the vote illegal", "calls the report a lie"
    known = known and not set(tree.children(verb, "xcomp")) - {noun}
    others = (o for o in tree.children(verb, "obj") if tree.upos[o] in ("NOUN", "PROPN"))
    known = known and not any(other > noun for other in others)
    for complement in verb_complements(tree, verb, lexicon):
        if complement.token == noun or complement.slot == "object":
            continue
        if complement.slot == "subject" and lemma in lexicon.receiving_verbs:
            yield Complement(complement.token, "of")
        elif complement.slot != "subject" or known:
            yield complement


def of_another(tree: Tree, token: int, verb: int) -> bool:
    """Whether a word near a verb is of one joined to it: "salió y lo mataron en la calle".

    So is what hangs on it, whatever its form: "was beaten and threatened with death".
    """
    one = token if tree.head[token] == verb else tree.head[token]
    below = one != token and tree.upos[one] == "VERB"
    return tree.deprel[one] == "conj" and (below or tree.has_feature(one, "VerbForm=Fin"))


def tells_event(tree: Tree, token: int, resources: EventResources, *, alone: bool = False) -> bool:
    """Whether a word can tell an event as a noun; ``alone``, by itself."""
    patterns = resources.patterns.get(tree.lower_lemma[token], ())
    return any(p.part == "noun" and not (alone and len(p.words) > 1) for p in patterns)


def coordinated(tree: Tree, token: int) -> tuple[int, ...]:
    """Give a complement and its conjuncts, verbs left out."""
    return tuple(t for t in tree.conjuncts(token) if tree.upos[t] not in ("VERB", "AUX"))

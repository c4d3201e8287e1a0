"""Words as the forms of verbs that they are, where a parser takes them for something else."""

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import is_passive
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_BEFALLING = frozenset(("injury", "killing", "arrest", "abduction", "detention", "displacement"))
"""Types of what is done to people, and by nobody who is named: "and two wounded"."""
_OWN = (*NOMINAL_SUBJECTS, "aux", "obj", "ccomp", "xcomp")
_MENDED = ("upos", "lemma", "feats", "deprel")
_NOMINAL = frozenset(("nsubj", "obj", "iobj"))
PRESENT = "Mood=Ind|Person=3|Tense=Pres|VerbForm=Fin"
_PARTICIPLE = "Tense=Past|VerbForm=Part|Voice=Pass"


def mend_presents(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with verbs in the present that are called adjectives as what they are.

    "Un juez ordena suspender las obras", "el guardia confiesa que disparó": a word with a subject,
    no copula and the form of a verb that triggers a frame.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in _MENDED}
    for token, tag in enumerate(tree.upos if resources.lexicon.presents else ()):
        bare = tag in ("ADJ", "NOUN") and not tree.children(token, "cop", "det", "case")
        if not bare or not any(c < token for c in tree.children(token, "nsubj")):
            continue
        verb = present_of(tree.lower[token], resources)
        if verb is None:
            continue
        columns["upos"][token], columns["lemma"][token] = "VERB", verb
        plural = tree.lower[token].endswith(resources.lexicon.plural_presents)
        number = "Plur" if plural else "Sing"
        columns["feats"][token] = f"{PRESENT}|Number={number}"
        for clause in tree.children(token, "csubj"):
            columns["deprel"][clause] = "xcomp"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def present_of(form: str, resources: EventResources) -> str | None:
    """Give the verb that triggers a frame of which a form is the present, vowels changed or not."""
    for ending, infinitive in resources.lexicon.presents:
        stem = form.removesuffix(ending)
        stems = [stem]
        for changed, plain in resources.lexicon.stem_vowels:
            head, found, tail = stem.rpartition(changed)
            stems += [head + plain + tail] if found else []
        verbs = (each + infinitive for each in stems if form.endswith(ending))
        verb = next((verb for verb in verbs if verb in resources.verbs), None)
        if verb is not None:
            return verb
    return None


def mend_states(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with participles that say how somebody is as adjectives: "has been missing".

    Parsers see a verb in the progressive there; who misses somebody has an object.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in _MENDED}
    states = resources.lexicon.stative_participles
    for token, tag in enumerate(tree.upos if states else ()):
        if tag != "VERB" or tree.lower[token] not in states or tree.children(token, "obj"):
            continue
        columns["upos"][token], columns["lemma"][token] = "ADJ", tree.lower[token]
        for nearest in tree.children(token, "aux")[-1:]:
            columns["deprel"][nearest] = "cop"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def mend_participles(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with participles that are called adjectives as what they are: verbs.

    "Los estudiantes asesinados", "el alcalde, acusado de cohecho": an adjective with the form of a
    participle whose verb triggers a frame. With a copula it is a passive: "está acusado", "fueron
    puestos en libertad", whose verb no parser may call finite.
    """
    upos, lemma, feats = (list(getattr(tree.syntax, n)) for n in ("upos", "lemma", "feats"))
    head, deprel = list(tree.head), list(tree.syntax.deprel)
    for token, tag in enumerate(tree.upos):
        participle = tree.has_feature(token, "VerbForm=Part")
        copular = tag == "VERB" and bool(tree.children(token, "cop"))
        if tag not in ("ADJ", "VERB") or not (participle or copular):
            continue
        verb = participle_verb(tree.lower[token], resources)
        if verb is None:
            continue
        nominal = tree.is_root(token) or relation(tree.deprel[token]) in (*_NOMINAL, "conj")
        counted = tree.children(token, "nummod") and nominal and not tree.children(token, "cop")
        if counted or (tree.children(token, "det") and relation(tree.deprel[token]) in _NOMINAL):
            upos[token] = "NOUN"  # "absolvieron a un quinto acusado", "y sesenta heridos"
            first = tree.head[token]
            if counted and tree.deprel[first] == "amod":  # "un minero muerto y once heridos"
                head[token], deprel[token] = tree.head[first], "parataxis"
            continue
        if tree.case(token) in resources.lexicon.of_cases and tree.deprel[token] == "amod":
            upos[token], deprel[token] = "NOUN", "nmod"  # "el número de fallecidos"
            continue
        if tag == "ADJ":
            upos[token], lemma[token] = "VERB", verb
            told = tree.deprel[token] == "amod" and tree.children(token, "obl")
            deprel[token] = "acl" if told else deprel[token]  # "la explosión registrada ayer"
        feats[token] = feats[token] if participle else _PARTICIPLE
        copulas = tree.children(token, "cop")
        for child in (*copulas, *(tree.children(token, "nsubj") if copulas else ())):
            deprel[child] = "aux:pass" if child in copulas else "nsubj:pass"
    return msgspec.structs.replace(
        tree.syntax,
        upos=tuple(upos),
        lemma=tuple(lemma),
        feats=tuple(feats),
        head=tuple(head),
        deprel=tuple(deprel),
    )


def participle_verb(form: str, resources: EventResources) -> str | None:
    """Give the verb that triggers a frame of which a form is the participle."""
    found = (
        form.removesuffix(ending) + infinitive
        for ending, infinitive in resources.lexicon.participles
        if form.endswith(ending)
    )
    return next((verb for verb in found if verb in resources.verbs), None)


def _verb_before(tree: Tree, verb: int) -> int:
    """Give the verb before one in a coordination: "fled, was arrested and extradited"."""
    first = tree.first_conjunct(verb)
    before = [t for t in tree.conjuncts(first) if t < verb and tree.upos[t] == "VERB"]
    return before[-1] if before else first


def mend_voices(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with a passive carried on by the verbs coordinated with it.

    "He was elected in 2014 and sacked a year later": what is done to somebody, and here to nobody
    named, is done to the one of whom the passive tells. "He was charged and fled" stays as it is.
    So does the auxiliary serve for another one: "one was killed and his brother wounded".
    """
    feats, deprel = list(tree.syntax.feats), list(tree.syntax.deprel)
    for verb, function in enumerate(tree.deprel):
        if function == "conj" and tree.lower_lemma[verb] in resources.undergone:
            finite = tree.has_feature(verb, "VerbForm=Fin") and tree.has_feature(verb, "Tense=Past")
            passive = finite and is_passive(tree, _verb_before(tree, verb), resources.lexicon)
            subjects = tree.children(verb, "nsubj")
            if passive and not tree.children(verb, *_OWN):
                feats[verb] = _PARTICIPLE
            elif passive and len(subjects) == 1 and _shares_auxiliary(tree, verb, resources):
                feats[verb], deprel[subjects[0]] = _PARTICIPLE, "nsubj:pass"
    return msgspec.structs.replace(tree.syntax, feats=tuple(feats), deprel=tuple(deprel))


def mend_reduced(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with a relative clause that has no pronoun and no subject as a participle.

    "The families of the nineteen men shot dead at Kasompo": they did not shoot. In English a finite
    past may look like a participle; a relative clause with neither is none.
    """
    feats, deprel = list(tree.syntax.feats), list(tree.syntax.deprel)
    relative = (t for t, function in enumerate(tree.deprel) if function == "acl:relcl")
    for verb in relative if lexicon.finite_participles else ():
        form = tree.lower[verb]  # "shot" is called a present there, too
        past = form != tree.lower_lemma[verb] and not form.endswith(lexicon.no_participles)
        finite = past and tree.upos[verb] == "VERB"
        own = tree.children(verb, *NOMINAL_SUBJECTS, "aux", "aux:pass", "cop", "mark", "obj")
        opens = any(tree.lower_lemma[c] in lexicon.relative_pronouns for c in tree.children(verb))
        if finite and not own and not opens:
            feats[verb], deprel[verb] = _PARTICIPLE, "acl"
    return msgspec.structs.replace(tree.syntax, feats=tuple(feats), deprel=tuple(deprel))


def _shares_auxiliary(tree: Tree, verb: int, resources: EventResources) -> bool:
    """Whether a verb for what befalls people has no auxiliary of its own, and nothing behind it.

    Only where a finite form may be a participle: in Spanish "mataron" is none.
    """
    frames = (pattern.frame for pattern in resources.patterns.get(tree.lower_lemma[verb], ()))
    befalls = any(frame.type in _BEFALLING for frame in frames)
    alone = all(c < verb or tree.upos[c] == "PUNCT" for c in tree.children(verb))
    own = tree.children(verb, "aux", "mark", "advmod")
    shared = tree.children(_verb_before(tree, verb), "aux:pass")
    return resources.lexicon.finite_participles and befalls and alone and bool(shared) and not own


def mend_presumed(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with what somebody is presumed to be as a clause: "lo dieron por fusilado".

    Parsers see an adjunct with a preposition there. Who presumes it did not do it.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in ("head", *_MENDED)}
    heads, deprel, lexicon = columns["head"], columns["deprel"], resources.lexicon
    for verb, lemma in enumerate(tree.lower_lemma[:-2]):
        if lemma not in lexicon.presuming_verbs:
            continue
        mark, word = verb + 1, verb + 2
        marked = tree.lower[mark] in lexicon.presuming_marks
        done = participle_verb(tree.lower[word], resources) if marked else None
        fixed = tree.lower[word] in lexicon.presuming_idioms  # "se da por hecho"
        below = not {mark, word}.isdisjoint(tree.ancestors(verb))
        apart = tree.sentence[word] != tree.sentence[verb] or below
        if done is None or fixed or apart:
            continue
        columns["upos"][word], columns["lemma"][word] = "VERB", done
        columns["feats"][word] = _PARTICIPLE
        heads[word], deprel[word] = verb, "ccomp"
        heads[mark], deprel[mark] = word, "mark"
        for token in tree.children(verb, "obj", "obl"):
            personal = tree.case(token) in lexicon.personal_cases and token > word
            if personal or (tree.upos[token] == "PRON" and tree.deprel[token] == "obj"):
                heads[token], deprel[token] = word, "nsubj:pass"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})

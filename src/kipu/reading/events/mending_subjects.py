"""Subjects that a parser sees as appositions to what stands before them."""

from collections.abc import Iterator, Mapping

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.readings import EntityType
from kipu.model.syntax import Syntax
from kipu.reading.subjects import may_be_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_ADJUNCTS = frozenset(("obl", "advcl", "advmod", "parataxis"))
_BEFORE_VERBS = frozenset(("aux", "cop", "advmod", "expl", "obj", "iobj"))
"""What stands between a subject and its verb in one breath ("el juez no lo había dicho")."""
_PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"
_OF_VERBS = {"acl": "advcl", "nmod": "obl"}
"""What hangs on a noun, and what it is on a verb."""
_SMALL = frozenset(("AUX", "ADV", "PRON", "PART"))


def mend_apposed(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with somebody who opens a clause as its subject, and beside nothing.

    "La víspera, el presidente Paz había indultado a tres": no comma parts him from the verb, as one
    does behind an apposition. "Al día siguiente de la orden del tribunal, Luis Rey, preso desde
    2009, salió": he stands beside an adjunct, and the verb above it has no subject.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel):
        if function != "appos":
            continue
        known = types.get(token) in ("person", "organization")
        if not known and tree.lower_lemma[token] not in resources.persons:
            continue
        noun = tree.head[token]  # "tras el secuestro de su esposo, Luis Rey, viajó": she did
        beside = types.get(noun) == "person" or tree.lower_lemma[noun] in resources.persons
        # "before the signing President Rey apologised": nothing else stands beside an act
        titled = types.get(token) == "person" and tree.upos[noun] == "NOUN" and not beside
        if not (_opens(tree, token) or (titled and tree.case(noun) is not None)):
            continue
        above = () if beside else _above_adjunct(tree, token)
        for verb in (*_right_behind(tree, token), *above):
            if tree.children(verb, *NOMINAL_SUBJECTS):
                continue
            if may_be_subject(tree, token, verb):
                heads[token], deprel[token] = verb, "nsubj"
                break
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def _opens(tree: Tree, token: int) -> bool:
    """Whether a comma stands before a phrase, which may hang on it."""
    start = tree.extent(token)[0]
    return tree.form[start] == "," or (start > 0 and tree.form[start - 1] == ",")


def _right_behind(tree: Tree, token: int) -> Iterator[int]:
    """Give the finite verb that a phrase leads on to without a comma."""
    behind = tree.extent(token)[1] + 1
    if behind >= len(tree) or tree.sentence[behind] != tree.sentence[token]:
        return
    if tree.form[behind - 1] == ",":
        return
    small = tree.upos[behind] in _SMALL and relation(tree.deprel[behind]) in _BEFORE_VERBS
    verb = tree.head[behind] if small else behind
    if tree.upos[verb] == "VERB" and verb >= behind and _is_finite(tree, verb):
        yield verb


def _above_adjunct(tree: Tree, token: int) -> Iterator[int]:
    """Give the finite verb of the adjunct that ends in a phrase, where the clause goes on."""
    for low in tree.ancestors(token):
        verb = tree.governor(low)
        if verb is None or verb <= token:
            continue
        adjunct = relation(tree.deprel[low]) in _ADJUNCTS and low < token
        if adjunct and tree.upos[verb] == "VERB" and _is_finite(tree, verb):
            yield verb
        return


def _is_finite(tree: Tree, verb: int) -> bool:
    words = (verb, *tree.children(verb, "aux", "aux:pass"))
    return any(tree.has_feature(word, "VerbForm=Fin") for word in words)


def mend_named(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with a name hung on whom it names, and no subject.

    "A mi cuñado Pedro se lo llevaron": he has the mark of personal objects before his trade or kin.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel if lexicon.personal_cases else ()):
        noun = token - 1
        if function != "nsubj" or noun < 0 or tree.upos[token] != "PROPN":
            continue
        beside = tree.upos[noun] == "NOUN" and tree.head[noun] == tree.head[token]
        if beside and tree.case(noun) in lexicon.personal_cases and not tree.is_root(noun):
            heads[token], deprel[token] = noun, "appos"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_tellers(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with who said something as the subject, behind a noun of another phrase.

    "«Fue así», dijo al terminar la audiencia Silvia Toledo, que declaró en abril": no comma sets
    her off from the hearing, which has no name of a person, and the verb has no subject.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel if resources.lexicon.dropped_subjects else ()):
        noun = tree.head[token]
        if function != "appos" or types.get(token) != "person" or tree.upos[token] != "PROPN":
            continue
        start, person = tree.extent(token)[0], tree.lower_lemma[noun] in resources.persons
        if start != noun + 1 or person or types.get(noun) == "person":
            continue
        speech = resources.attribution.speech_verbs
        above = (t for t in tree.ancestors(noun) if tree.lower_lemma[t] in speech)
        verb = next(above, None)
        if verb is None or tree.children(verb, *NOMINAL_SUBJECTS) or verb > token:
            continue
        heads[token], deprel[token] = verb, "nsubj"
        for clause in tree.children(noun, "acl:relcl"):
            if clause > token:
                heads[clause] = token
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_accusers(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with a verb of accusing as one: "The UN mission accused rebel units of it".

    Parsers make a participle of it, and one noun of accuser and accused, who then do the deed.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in ("head", "deprel", "feats")}
    heads, deprel, lexicon = columns["head"], columns["deprel"], resources.lexicon
    for verb, function in enumerate(tree.deprel):
        accused, accuser = tree.head[verb], verb - 1
        if function != "amod" or tree.lower_lemma[verb] not in lexicon.charging_verbs:
            continue
        beside = accuser >= 0 and tree.deprel[accuser] == "compound"
        deeds = [c for c in tree.children(accused, "acl") if _is_charge(tree, c, lexicon)]
        apart = not beside or tree.head[accuser] != accused or accused < verb
        if apart or not deeds or heads[accused] != tree.head[accused]:  # one verb of two is enough
            continue
        heads[verb] = verb if tree.is_root(accused) else tree.head[accused]
        deprel[verb], columns["feats"][verb] = tree.deprel[accused], _PAST
        for child in tree.children(accused):
            if child < accuser:
                heads[child] = accuser
            elif child > accused:
                heads[child] = verb
                deprel[child] = _OF_VERBS.get(relation(tree.deprel[child]), tree.deprel[child])
        heads[accuser], deprel[accuser] = verb, "nsubj"
        heads[accused], deprel[accused] = verb, "obj"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def _is_charge(tree: Tree, clause: int, lexicon: EventLexicon) -> bool:
    marks = (tree.lower[c] for c in tree.children(clause, "mark", "case"))
    return any(mark in lexicon.charging_marks for mark in marks)


def mend_semicolons(tree: Tree) -> Syntax:
    """Give the syntax with a clause behind a semicolon as one of its own, with its subject.

    "Four are held since Tuesday; one of them, Major Paz, is said to have confessed": parsers make
    it an adjunct, and its subject one more of the verb before.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for verb, function in enumerate(tree.deprel if ";" in tree.form else ()):
        upper = tree.head[verb]
        joined = relation(function) in ("advcl", "conj", "parataxis") and upper < verb
        if not joined or not _is_finite(tree, verb) or tree.children(verb, "mark"):
            continue
        marks = [t for t in range(upper, verb) if tree.form[t] == ";"]
        if not marks:
            continue
        deprel[verb] = "parataxis" if relation(function) == "advcl" else function
        for subject in tree.children(upper, *NOMINAL_SUBJECTS):
            if marks[-1] < subject < verb and not tree.children(verb, *NOMINAL_SUBJECTS):
                heads[subject], deprel[subject] = verb, "nsubj"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))

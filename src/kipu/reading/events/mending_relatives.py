"""Relative clauses hung on the noun that they are about."""

from collections.abc import Mapping

import msgspec

from kipu.lang.events import EventResources
from kipu.model.readings import EntityType
from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import is_somebody, tells_event
from kipu.reading.subjects import may_be_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree


def mend_things(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with a clause that opens with "which" hung on no person, if there is a thing.

    "Oskar Lindt of the judges' union, which gave a prize": the union gave it.
    """
    heads = list(tree.head)
    for verb, function in enumerate(tree.deprel):
        noun = tree.head[verb]
        if function != "acl:relcl" or types.get(noun) != "person":
            continue
        first = tree.extent(verb)[0]
        opens = tree.lower[first : first + 2][tree.upos[first] == "PUNCT" :]
        if opens[:1] and opens[0] in resources.lexicon.thing_relatives:
            below = (c for c in tree.children(noun, "nmod") if noun < c < first)
            things = [c for c in below if types.get(c) != "person"]
            heads[verb] = things[-1] if things else noun
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_nearest(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with a clause hung on the event right before it, and on no number of dead.

    "El número de fallecidos por el deslave que sepultó el barrio": not the number buried it.
    """
    heads = list(tree.head)
    for verb, function in enumerate(tree.deprel):
        noun = tree.head[verb]
        if function != "acl:relcl" or tree.lower_lemma[noun] not in resources.lexicon.toll_nouns:
            continue
        beside = tree.extent(verb)[0] - 1
        if noun < beside and tells_event(tree, beside, resources):
            heads[verb] = beside
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_numbered_relatives(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with a relative clause hung on the noun that its verb agrees with.

    "Doce heridos, entre ellos Iván Perdomo, que pierde un ojo": one lost it, who is named right
    before the clause.
    """
    heads = list(tree.head)
    for verb, function in enumerate(tree.deprel if resources.lexicon.dropped_subjects else ()):
        noun = tree.head[verb]
        if function != "acl:relcl" or not tree.has_feature(verb, "Number=Sing"):
            continue
        several = tree.has_feature(noun, "Number=Plur") and tree.has_feature(verb, "VerbForm=Fin")
        about = any(_is_relative(tree, c, resources) for c in tree.children(verb, "nsubj", "obj"))
        start = tree.extent(verb)[0]
        before = start if tree.form[start] == "," else start - 1
        if not (several and about and before > 0 and tree.form[before] == ","):
            continue
        last = before - 1
        while tree.deprel[last] == "flat":
            last = tree.head[last]
        if tree.upos[last] == "PROPN" and noun in tree.ancestors(last):
            heads[verb] = last
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_relatives(
    tree: Tree, resources: EventResources, types: Mapping[int, EntityType]
) -> Syntax:
    """Give the syntax with one subject in relative clauses that have two objects and none.

    "El abogado que defendió a Rojas": the relative pronoun is the subject; "la ley que promulgó la
    presidenta": somebody without preposition is, where the clause is about a thing.
    """
    deprel = list(tree.syntax.deprel)
    if not resources.lexicon.dropped_subjects:
        return tree.syntax
    for verb, function in enumerate(tree.deprel):
        objects = tree.children(verb, "obj")
        pronoun = next((o for o in objects if _is_relative(tree, o, resources)), None)
        if function != "acl:relcl" or pronoun is None or tree.children(verb, *NOMINAL_SUBJECTS):
            continue
        others = [o for o in objects if o != pronoun and o > verb]
        if not others:
            continue
        noun = tree.head[verb]
        thing = not is_somebody(tree, noun, resources, types)
        acts = tree.case(others[0]) is None and (thing or not may_be_subject(tree, noun, verb))
        acts = acts and is_somebody(tree, others[0], resources, types)
        deprel[others[0] if acts else pronoun] = "nsubj"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def _is_relative(tree: Tree, token: int, resources: EventResources) -> bool:
    pronouns = resources.lexicon.relative_pronouns
    return tree.upos[token] == "PRON" and tree.lower_lemma[token] in pronouns

"""Trees as the grammar of news wants them, where a parser sees words alone."""

from collections.abc import Iterator, Mapping

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.readings import EntityType
from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import is_somebody, tells_event
from kipu.reading.subjects import may_be_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_PUNCTUATION = frozenset(("punct",))


def mend_coordination(tree: Tree, speech_verbs: frozenset[str]) -> Syntax:
    """Give the syntax with three kinds of coordinated verbs moved up.

    - "refused to accept it and voted": a finite verb goes with the finite verb, not the infinitive;
    - "mataron a seis vecinos e incendiaron casas": and not with the verb's object;
    - "denied that he had fled and said that he would appeal", "denied having fled and promised an
      inquiry": a verb of speech without a subject of its own goes with the one above.
    """
    heads = list(tree.head)
    for verb, upper in _moved(tree, speech_verbs):
        heads[verb] = upper
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_contents(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with what somebody tells hung on the verb that tells it.

    "Declaró a la prensa que renunciará": parsers hang the clause on the press, which resigns then.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    lexicon, speech = resources.lexicon, resources.attribution.speech_verbs
    if not lexicon.audiences:
        return tree.syntax
    for verb, function in enumerate(tree.deprel):
        noun = tree.head[verb]
        teller = tree.head[noun]
        told = relation(function) == "acl" and teller < noun < verb and tree.upos[teller] == "VERB"
        if not told or tree.lower_lemma[noun] not in lexicon.audiences | lexicon.papers:
            continue
        if tree.lower_lemma[teller] in speech and not tree.children(teller, "ccomp"):
            opener = next((c for c in tree.children(verb) if c < verb), verb)
            if tree.lower_lemma[opener] in lexicon.relative_pronouns:
                heads[verb], deprel[verb], deprel[opener] = teller, "ccomp", "mark"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_charges(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with what somebody is charged with hung on the verb that charges him.

    "Charged two soldiers with murder": parsers make them soldiers with murder.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    lexicon = resources.lexicon
    marks = lexicon.charging_marks - lexicon.of_cases
    for noun, function in enumerate(tree.deprel):
        person = tree.head[noun]
        verb = tree.head[person]
        charged = function == "nmod" and relation(tree.deprel[person]) == "obj" and verb < noun
        if not charged or tree.lower_lemma[verb] not in lexicon.charging_verbs:
            continue
        if tree.case(noun) in marks and tells_event(tree, noun, resources):
            heads[noun], deprel[noun] = verb, "obl"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_labels(tree: Tree, lexicon: EventLexicon, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with what somebody calls a thing hung on the verb: "calificó su relevo de
    venganza": parsers make it revenge that was relieved."""
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for noun, function in enumerate(tree.deprel if lexicon.labelling_verbs else ()):
        thing = tree.head[noun]
        verb = tree.head[thing]
        said = function == "nmod" and relation(tree.deprel[thing]) == "obj" and verb < thing < noun
        labelled = said and tree.lower_lemma[verb] in lexicon.labelling_verbs
        bare = tree.upos[noun] == "NOUN" and not tree.children(noun, "det") and noun not in types
        last = said and noun == max(tree.children(thing, "nmod"))
        if labelled and bare and last and tree.case(noun) in lexicon.of_cases:
            heads[noun], deprel[noun] = verb, "obl"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_described(
    tree: Tree, resources: EventResources, types: Mapping[int, EntityType]
) -> Syntax:
    """Give the syntax with a participle hung on the person right before it.

    "La muerte de Pablo Mamani, asesinado en 2008": not the death was murdered.
    """
    heads = list(tree.head)
    for verb, function in enumerate(tree.deprel):
        noun = tree.head[verb]
        if relation(function) not in ("acl", "amod") or noun >= verb or tree.is_root(verb):
            continue
        if not tree.has_feature(verb, "VerbForm=Part") or is_somebody(tree, noun, resources, types):
            continue
        for person in tree.children(noun, "nmod", "appos"):
            last = tree.extent(person, without=_PUNCTUATION)[1]
            beside = last + 2 == verb and tree.form[verb - 1] == ","
            if person < verb and beside and is_somebody(tree, person, resources, types):
                heads[verb] = person
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_modified(tree: Tree) -> Syntax:
    """Give the syntax with a participle hung on the noun that it agrees with.

    "El tercer dirigente de la asociación asesinado": the association is feminine.
    """
    heads = list(tree.head)
    for verb, function in enumerate(tree.deprel):
        if relation(function) not in ("acl", "amod"):
            continue
        noun = tree.head[verb]
        above = tree.governor(noun)
        if above is None or relation(tree.deprel[noun]) != "nmod" or noun > verb:
            continue
        if tree.has_feature(verb, "VerbForm=Part") and _disagrees(tree, verb, noun):
            nominal = tree.upos[above] in ("NOUN", "PROPN")
            heads[verb] = above if nominal and not _disagrees(tree, verb, above) else noun
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def _disagrees(tree: Tree, one: int, other: int) -> bool:
    """Whether two words are marked as of different gender or number."""
    for features in (("Gender=Masc", "Gender=Fem"), ("Number=Sing", "Number=Plur")):
        ones = [f for f in features if tree.has_feature(one, f)]
        others = [f for f in features if tree.has_feature(other, f)]
        if ones and others and ones != others:
            return True
    return False


def mend_sources(tree: Tree, source_cases: frozenset[str]) -> Syntax:
    """Give the syntax with the name behind a source as its own, and as no subject.

    "Según el fiscal, Óscar Benítez, uno de los detenidos confesó": parsers have both confess.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for source, function in enumerate(tree.deprel):
        if relation(function) != "obl" or tree.case(source) not in source_cases:
            continue
        verb = tree.head[source]
        clauses = (verb, *tree.children(verb, "ccomp"))
        told = (s for clause in clauses for s in tree.children(clause, *NOMINAL_SUBJECTS))
        subjects = sorted(s for s in told if s < verb)
        if len(subjects) <= 1 or tree.upos[subjects[0]] != "PROPN":
            continue
        first = subjects[0]
        start = tree.extent(first)[0]
        beside = tree.extent(source)[1] + 1 in (start - 1, start)
        if beside and tree.form[start - 1] == ",":
            heads[first], deprel[first] = source, "appos"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_lists(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with a list going on behind an apposition.

    "Detuvieron al jefe, coronel Luis Paz, y a once cabos": the mark of personal objects comes again
    for another object, where parsers coordinate the corporals with the colonel's name.
    """
    heads = list(tree.head)
    for token, function in enumerate(tree.deprel):
        if function != "conj" or tree.case(token) not in lexicon.personal_cases:
            continue
        upper = tree.head[token]
        while tree.deprel[upper] in ("appos", "flat") and tree.case(upper) is None:
            upper = tree.head[upper]
        if tree.case(upper) == tree.case(token) and tree.upos[upper] in ("NOUN", "PROPN"):
            heads[token] = upper
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_complements(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with a second complement clause joined to the first.

    "Concluded that a patrol came in, gathered them and fired": a finite clause without conjunction
    and subject behind a clause of the same verb goes on with it, whatever the parser calls it where
    subjects are left out; there it goes on with the verb itself ("irrumpieron, mataron a dos").
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    going_on = ("ccomp", "advcl", "parataxis") if lexicon.dropped_subjects else ("ccomp",)
    first: dict[int, int] = {}
    for token, function in enumerate(tree.deprel):
        if function not in going_on or tree.is_root(token):
            continue
        upper = tree.head[token]
        if function == "ccomp":
            first.setdefault(upper, token)
        earlier = first.get(upper, token)
        bare = not tree.children(token, "mark", *NOMINAL_SUBJECTS)
        finite = tree.has_feature(token, "VerbForm=Fin")
        if upper < earlier < token and bare and finite:
            heads[token], deprel[token] = earlier, "conj"
        elif function == "advcl" and upper < token and finite and not tree.children(token, "mark"):
            above = tree.has_feature(upper, "VerbForm=Fin") and tree.upos[upper] == "VERB"
            comma = tree.form[tree.extent(token, without=_PUNCTUATION)[0] - 1] == ","
            behind = any(s > token for s in tree.children(token, *NOMINAL_SUBJECTS))  # ", dijo él"
            deprel[token] = "conj" if above and comma and not behind else function
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_locatives(tree: Tree) -> Syntax:
    """Give the syntax with an adverb and its preposition as the case of what stands behind them.

    "Frente a la Corte": parsers hang both "frente a" and the court on the verb, at times as its
    object, who would protest too. What is counted may be one ("más de sesenta casas").
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for adverb, function in enumerate(tree.deprel):
        fixed = tree.children(adverb, "fixed") if function == "advmod" else ()
        if not fixed or tree.is_root(adverb):
            continue
        for noun in tree.children(tree.head[adverb], "obl", "obj"):
            behind = noun > adverb and tree.extent(noun)[0] == max(fixed) + 1
            counted = tree.upos[noun] == "NUM" or tree.children(noun, "nummod")
            adverbial = tree.upos[max(fixed)] == "ADP" and not counted
            if behind and tree.case(noun) is None and (adverbial or tree.deprel[noun] != "obj"):
                heads[adverb], deprel[adverb] = noun, "case"
                deprel[noun] = "obl" if tree.deprel[noun] == "obj" else deprel[noun]
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_passives(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with the subjects that stand behind passives as such.

    "Ayer fue detenida en Quito la abogada Rosa Lema": parsers take her for an object. A bare noun
    is what somebody is made ("fue nombrado ministro").
    """
    deprel = list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel):
        verb = tree.head[token]
        if function != "obj" or token < verb or not lexicon.dropped_subjects:
            continue
        passive = tree.children(verb, "aux:pass") and not tree.children(verb, *NOMINAL_SUBJECTS)
        told = tree.upos[token] == "PROPN" or tree.children(token, "det", "nummod")
        if passive and told and tree.case(token) is None:
            deprel[token] = "nsubj:pass"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_inverted(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with who comes or goes as the subject, where it stands behind the verb.

    "Llegó a Lima una compañía": such verbs have no object, and what has no case is who came, or
    has that of a person whom somebody makes go ("hizo zarpar al crucero"). With that case and a
    subject it is where somebody goes ("huyeron a los cerros"). People who are counted behind a verb
    of witnesses speak ("declararon más de sesenta personas").
    """
    deprel, lexicon = list(tree.syntax.deprel), resources.lexicon
    for token, function in enumerate(tree.deprel):
        verb = tree.head[token]
        if function not in ("obj", "obl") or token < verb:
            continue
        if _is_speaker_behind(tree, token, verb, resources):
            deprel[token] = "nsubj"
        if function != "obj" or tree.lower_lemma[verb] not in lexicon.intransitives:
            continue
        upper = tree.governor(verb)
        made = upper is not None and tree.lower_lemma[upper] in lexicon.commanding_verbs
        bare = tree.case(token) is None and tree.upos[token] in ("NOUN", "PROPN", "NUM")
        moved = made and tree.case(token) in lexicon.personal_cases
        if (bare or moved) and not tree.children(verb, *NOMINAL_SUBJECTS):
            deprel[token] = "nsubj"
        elif tree.case(token) in lexicon.personal_cases and not made:
            known = any(tree.has_feature(d, "Definite=Def") for d in tree.children(token, "det"))
            deprel[token] = "obl" if known else function  # "llegó a un acuerdo" is no place
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def _is_speaker_behind(tree: Tree, token: int, verb: int, resources: EventResources) -> bool:
    """Whether counted people behind a verb of witnesses are its subject."""
    spoken = tree.lower_lemma[verb] in resources.lexicon.testifying_verbs
    people = tree.lower_lemma[token] in resources.persons and tree.children(token, "nummod")
    marked = tree.case(token) in resources.lexicon.personal_cases
    plural = tree.has_feature(verb, "Number=Plur") and tree.has_feature(verb, "VerbForm=Fin")
    bare = not tree.children(verb, *NOMINAL_SUBJECTS) and not marked
    return bool(spoken and people and plural and bare)


def mend_fronted(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with somebody who stands before a verb without subject as its subject.

    "En 1999 un antiguo soldado, Mateo Paz, declaró": an object there would have the mark of
    personal objects, or a pronoun beside the verb ("al soldado lo vieron").
    """
    deprel = list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel if resources.lexicon.dropped_subjects else ()):
        verb = tree.head[token]
        if function != "obj" or token > verb or tree.children(verb, *NOMINAL_SUBJECTS):
            continue
        bare = tree.case(token) is None and tree.upos[token] in ("NOUN", "PROPN")
        active = tree.has_feature(verb, "VerbForm=Fin") and not tree.children(verb, "expl:pass")
        acts = bare and active and is_somebody(tree, token, resources, types)
        if acts and may_be_subject(tree, token, verb):
            deprel[token] = "nsubj"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_agreement(tree: Tree, lexicon: EventLexicon) -> Syntax:
    """Give the syntax with no subject behind a verb that differs from it in number.

    "Quemaron el pueblo", "los alcaldes que mantenía cautivos": it is the object. What words of
    quantity count may be many ("murieron una docena").
    """
    deprel = list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel):
        verb = tree.head[token]
        behind = function == "nsubj" and token > verb and tree.upos[verb] == "VERB"
        if not behind or not lexicon.dropped_subjects or tree.upos[token] not in ("NOUN", "ADJ"):
            continue
        told = tree.has_feature(token, "Number=Sing") or tree.has_feature(token, "Number=Plur")
        counted = tree.children(token, "nummod", "flat", "appos", "conj")
        quantity = tree.lower_lemma[token] in lexicon.partitives
        if told and not counted and not quantity and not may_be_subject(tree, token, verb):
            deprel[token] = "obj"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_clitics(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with somebody behind "lo mataron" as who acts: "lo mataron dos sicarios".

    Whom it is done to stands before the verb already; with the mark of personal objects ("a él")
    the one behind is the same, and a bare noun is what he was made ("la nombró ministra").
    """
    deprel = list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel):
        verb = tree.head[token]
        if function != "obj" or token < verb or not resources.lexicon.dropped_subjects:
            continue
        before = (c for c in tree.children(verb, "obj") if c < verb)
        told = any(tree.has_feature(c, "Case=Acc") and tree.upos[c] == "PRON" for c in before)
        if told and tree.upos[token] == "ADJ" and not tree.children(token, "det"):
            deprel[token] = "xcomp"  # "se lo llevaron amarrado"
        somebody = is_somebody(tree, token, resources, types) and tree.case(token) is None
        if not told or not somebody:
            continue
        plain = tree.upos[token] == "NOUN" and not tree.children(token, "det", "nummod")
        if plain and tree.has_feature(token, "Number=Sing"):
            deprel[token] = "xcomp"
        elif not tree.children(verb, *NOMINAL_SUBJECTS):
            deprel[token] = "nsubj"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_reflexives(
    tree: Tree, resources: EventResources, types: Mapping[int, EntityType]
) -> Syntax:
    """Give the syntax with reflexive passives as such: "se publicó el informe", "se hundió".

    What stands behind a verb with "se" is nobody who acts, unless it is a person, or the verb has a
    sense of its own with "se" ("se reunieron los gremios").
    """
    deprel = list(tree.syntax.deprel)
    for token, function in enumerate(tree.deprel if resources.reflexive else ()):
        verb = tree.head[token]
        if function not in ("expl:pv", "expl") or tree.lower_lemma[verb] in resources.reflexive:
            continue
        subjects = tree.children(verb, "nsubj")
        behind = [c for c in subjects if c > verb and tree.upos[c] != "ADJ"]
        persons = resources.persons
        people = (tree.lower_lemma[c] in persons or types.get(c) == "person" for c in behind)
        if behind and len(behind) == len(subjects) and not any(people):
            deprel[token] = "expl:pass"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def _moved(tree: Tree, speech_verbs: frozenset[str]) -> Iterator[tuple[int, int]]:
    for verb, function in enumerate(tree.deprel):
        if function != "conj" or tree.upos[verb] != "VERB" or tree.is_root(verb):
            continue
        low = tree.head[verb]
        upper = tree.governor(low)
        if upper is None or tree.upos[upper] != "VERB":
            continue
        finite = tree.has_feature(verb, "VerbForm=Fin")
        below = _is_open(tree, low) or _is_object(tree, low)
        if (finite and below) or _is_speech_on_content(tree, verb, low, speech_verbs):
            yield verb, upper


def _is_open(tree: Tree, verb: int) -> bool:
    """Whether a verb is an infinitive, or a perfect without finite form: "denied having said"."""
    forms = ("VerbForm=Ger", "VerbForm=Part")
    auxiliaries = tree.children(verb, "aux")
    perfect = any(tree.has_feature(aux, form) for aux in auxiliaries for form in forms)
    finite = any(tree.has_feature(aux, "VerbForm=Fin") for aux in auxiliaries)
    return tree.has_feature(verb, "VerbForm=Inf") or (perfect and not finite)


def _is_object(tree: Tree, token: int) -> bool:
    """Whether a token is a verb's object, and no verb itself."""
    return tree.upos[token] in ("NOUN", "PROPN", "NUM") and relation(tree.deprel[token]) == "obj"


def _is_speech_on_content(tree: Tree, verb: int, low: int, speech_verbs: frozenset[str]) -> bool:
    perfect = _is_open(tree, low) and not tree.has_feature(low, "VerbForm=Inf")
    told = perfect or bool(tree.children(verb, "ccomp"))
    speaks = tree.lower_lemma[verb] in speech_verbs and told
    own_subject = any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))
    content = relation(tree.deprel[low]) in (("ccomp", "xcomp") if perfect else ("ccomp",))
    above = content and tree.lower_lemma[tree.head[low]] in speech_verbs
    return speaks and not own_subject and above

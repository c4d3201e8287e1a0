"""Relations that agree with the relations around them."""

from collections.abc import Mapping, Sequence

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM", "X"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
CLAUSAL = SUBJECTS | {"csubj", "csubj:pass", "expl"}
PASSIVE = frozenset(("aux:pass", "expl:pass", "aux"))
MAIN = frozenset(("root", "ccomp", "parataxis"))
PARTICIPLE = "Tense=Past|VerbForm=Part|Voice=Pass"


def settled_relations(
    tree: Sequence[int], relations: Sequence[str], upos: Sequence[str]
) -> list[str]:
    """Give the relations of a tree, two contradictions between neighbouring ones settled.

    Args:
        tree: Each word's head; 0 is the root, words count from 1.
    """
    return [_settled(word, tree, relations, upos) for word in range(len(tree))]


def settled_voices(
    tree: Sequence[int],
    relations: Sequence[str],
    upos: Sequence[str],
    feats: Sequence[str],
    *,
    ends: bool,
) -> tuple[list[str], list[str]]:
    """Give relations and features in which a verb's voice and its subject agree.

    A main verb without auxiliary that has a subject is finite in a sentence that ends as sentences
    do; in a headline it may be a participle ("Two held over bombing"). A past form that describes a
    noun before it is a participle ("Kolun, picked up a week later").

    Args:
        ends: Whether the sentence ends with a mark.
    """
    settled, features = list(relations), list(feats)
    beside: list[dict[str, int]] = [{} for _ in tree]
    for word, above in enumerate(tree):
        if above:
            beside[above - 1].setdefault(relations[word], word)
    for verb, children in enumerate(beside):
        if upos[verb] != "VERB":
            continue
        if _is_bare_participle(verb, tree, relations, features, children):
            features[verb] = PARTICIPLE
        elif SUBJECTS & children.keys():
            main = ends and relations[verb] in MAIN and "Tense=Past" in feats[verb]
            finite = main or "VerbForm=Fin" in feats[verb]
            subject = children.get("nsubj", children.get("nsubj:pass", verb))
            if finite and not PASSIVE & children.keys():
                voice, features[verb] = "nsubj", _finite(feats[verb], feats[subject])
            elif "Voice=Pass" in feats[verb] and ("aux" not in children or "aux:pass" in children):
                voice = "nsubj:pass"
            else:
                continue
            settled[subject] = voice
    return settled, features


def _finite(feats: str, subject: str) -> str:
    """Give the features of a finite past form that agrees with its subject's."""
    if "VerbForm=Fin" in feats:
        return feats
    number = "Plur" if "Number=Plur" in subject else "Sing"
    return f"Mood=Ind|Number={number}|Person=3|Tense=Past|VerbForm=Fin"


def _is_bare_participle(
    verb: int,
    tree: Sequence[int],
    relations: Sequence[str],
    feats: Sequence[str],
    children: Mapping[str, int],
) -> bool:
    """Whether a past form has nothing before it that a finite verb of a clause would have.

    It describes a noun ("Kolun, picked up in May"), goes on with what does ("students taken away
    and murdered"), or stands between two participles ("was charged, tried and acquitted").
    """
    finite = "Tense=Past" in feats[verb] and "VerbForm=Fin" in feats[verb]
    before = {relation for relation, child in children.items() if child < verb}
    if not finite or not before <= {"punct", "advmod", "cc"} or "obj" in children:
        return False
    if relations[verb] != "conj":
        return relations[verb] == "acl"
    first, last = tree[verb] - 1, children.get("conj", verb)
    among_passives = "Voice=Pass" in feats[first] and "Voice=Pass" in feats[last]
    return among_passives or (relations[first] == "acl" and "Voice=Pass" in feats[first])


def settle_coordinations(
    tree: Sequence[int], relations: Sequence[str], upos: Sequence[str]
) -> list[int]:
    """Give heads in which no verb without a subject reaches back over a clause that has one.

    "Police arrested him; he was charged in May and tried": who was charged was tried, not police.
    """
    heads = list(tree)
    subject_of = {heads[word] - 1 for word, relation in enumerate(relations) if relation in CLAUSAL}
    for word, relation in enumerate(relations):
        first = heads[word] - 1
        if relation != "conj" or upos[word] != "VERB" or not 0 <= first < word:
            continue
        nearer = [
            verb
            for verb in range(first + 1, word)
            if heads[verb] - 1 == first and relations[verb] == "parataxis" and verb in subject_of
        ]
        if nearer and word not in subject_of:
            heads[word] = nearer[-1] + 1
    return heads


def settle_agents(
    tree: Sequence[int], relations: Sequence[str], upos: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Give heads and relations in which no agent of a passive lacks its preposition.

    "He was driven away with his children Ana and Leo": nobody drove but who stands behind "by". A
    name right behind a noun names it; anything else is an oblique without a role.
    """
    heads, named = list(tree), list(relations)
    with_case = {heads[word] - 1 for word, relation in enumerate(relations) if relation == "case"}
    for word, relation in enumerate(relations):
        if relation == "obl:agent" and word not in with_case:
            named[word] = "obl"
            beside = word and upos[word - 1] == "NOUN" and heads[word - 1] == heads[word]
            if beside and upos[word] == "PROPN":
                heads[word], named[word] = word, "appos"
    return heads, named


def settle_predicates(
    tree: Sequence[int], relations: Sequence[str], upos: Sequence[str], feats: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Give heads and relations in which no adjective is the preposition of an infinitive.

    "He was due to testify": what he was is due; "due to" is a preposition before nouns only.
    """
    heads, named = list(tree), list(relations)
    for word, relation in enumerate(relations):
        verb = heads[word] - 1
        infinitive = relation == "case" and upos[word] == "ADJ" and "VerbForm=Inf" in feats[verb]
        if not infinitive or not 0 <= word < verb:
            continue
        heads[word], named[word] = heads[verb], named[verb]
        for child, above in enumerate(tree):
            if above == verb + 1 and child < word:
                heads[child] = word + 1
            elif above == word + 1 and named[child] == "fixed":
                heads[child], named[child] = verb + 1, "mark"
        heads[verb], named[verb] = word + 1, "xcomp"
    return heads, named


def settle_objects(
    tree: Sequence[int],
    relations: Sequence[str],
    forms: Sequence[str],
    feats: Sequence[str],
    markers: Mapping[str, frozenset[str]],
) -> list[str]:
    """Give relations in which no object has a preposition that objects never have.

    "Asesinado por sus captores": who stands behind "por" beside a participle did it; behind any
    other preposition but that of personal objects stands an oblique.

    Args:
        markers: The prepositions of a language's ``objects`` and ``agents``; without any of the
            first the relations stay as they are.
    """
    named = list(relations)
    if not markers["objects"]:
        return named
    for word, relation in enumerate(relations):
        marker = tree[word] - 1
        if relation != "case" or named[marker] != "obj":
            continue
        preposition = forms[word].lower()
        if preposition in markers["objects"]:
            continue
        participle = "VerbForm=Part" in feats[tree[marker] - 1]
        agent = participle and preposition in markers["agents"]
        named[marker] = "obl:agent" if agent else "obl"
    return named


def settle_plain_nouns(
    tree: Sequence[int], relations: Sequence[str], upos: Sequence[str], forms: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Give heads and relations in which no plain noun is the end of the name before it.

    "Asten governor dies": the governor dies, the name tells of where. A noun in small letters that
    is flat under a name before it takes the name's place.
    """
    heads, named = list(tree), list(relations)
    for word, form in enumerate(forms):
        name = heads[word] - 1
        plain = upos[word] == "NOUN" and form.islower()
        if named[word] != "flat" or not plain or not 0 <= name < word or upos[name] != "PROPN":
            continue
        for child, above in enumerate(heads):
            if above == name + 1 and child != word and named[child] != "flat":
                heads[child] = word + 1
        heads[word], named[word] = heads[name], named[name]
        heads[name], named[name] = word + 1, "compound"
    return heads, named


def _settled(word: int, tree: Sequence[int], relations: Sequence[str], upos: Sequence[str]) -> str:
    """Give a word's relation so that it agrees with the relations around it.

    The agent of a verb in the active voice, and a subject with a preposition, would make somebody
    the doer of something: "he withdrew by letter", "of two fires". Both are rare (2 of 10,000
    words of UD English EWT and GUM dev), and right in five of nine cases there, when settled so.
    What a mark parts from a predicate noun is said of the clause: "it was 62, with two absent".
    Who is named and stands alone before a verb is its subject: "a third, Leo Brandt, died".
    """
    label = relations[word]
    if label == "obl:agent":
        beside = _relations_below(tree[word] - 1, tree, relations)
        return "obl" if "nsubj" in beside and "aux:pass" not in beside else label
    if label == "nmod" and "cop" in _relations_below(tree[word] - 1, tree, relations):
        first = min(word, tree.index(word + 1)) if word + 1 in tree else word
        apart = tree[word] <= first and "PUNCT" in upos[first - 1 : first + 1]
        return "obl" if apart else label
    if label == "obl:unmarked" and _is_named_subject(word, tree, relations):
        return "nsubj"
    if label in SUBJECTS and upos[word] in NOMINAL:
        before = zip(tree[:word], relations[:word], upos[:word], strict=True)
        return "obl" if (word + 1, "case", "ADP") in before else label
    return label


def _is_named_subject(word: int, tree: Sequence[int], relations: Sequence[str]) -> bool:
    verb = tree[word] - 1
    named = "appos" in _relations_below(word, tree, relations)
    return named and word < verb and not CLAUSAL & _relations_below(verb, tree, relations)


def _relations_below(head: int, tree: Sequence[int], relations: Sequence[str]) -> set[str]:
    return {relations[child] for child, above in enumerate(tree) if above == head + 1}

"""Birth, death, age, nationality and other names of persons."""

from collections.abc import Iterator

from kipu.model.readings import Chain, Mention, Statement
from kipu.reading.names.families import heads_first
from kipu.reading.names.statements.scene import Scene, at_time, state

_PERSON_SUBJECTS = ("nsubj", "nsubj:pass")
_MOST_YEARS = 120
_BEYOND_ALIAS = frozenset(
    ("case", "appos", "punct", "cc", "conj", "acl", "acl:relcl", "advcl", "parataxis", "list")
)
"""Relations of what hangs on another name and is no part of it."""


def read_lives(scene: Scene) -> Iterator[Statement]:
    """Read ages, births, deaths, nationalities and aliases of named persons."""
    for mention in scene.mentions:
        chain = scene.chains[mention.chain]
        if mention.id in scene.tokens and chain.type == "person" and chain.named:
            yield from _age_behind(scene, mention, chain)
            yield from _nationality(scene, mention, chain)
            yield from _native(scene, mention, chain)
    yield from _verbs(scene)


def _age_behind(scene: Scene, mention: Mention, chain: Chain) -> Iterator[Statement]:
    """ "Ana Rey, 52," and "Ana Rey, aged 52"; "the 80-year-old"."""
    tree, words = scene.tree, scene.lexicon.words
    start, end, _ = scene.tokens[mention.id]
    if mention.kind == "nominal":
        numbers = [t for t in range(start, end) if _is_age(tree.form[t])]
        tail = {tree.lower[t] for t in range(start, end)}
        if numbers and tail & words.old:
            span = tree.span(start, end - 1)
            yield state(chain, "age", tree.form[numbers[0]], span, "years-old")
    if end + 1 >= len(tree) or tree.form[end] not in (",", "("):
        return
    token = end + 1
    if tree.lower[token] in words.aged and token + 1 < len(tree):
        token += 1
        closed = True
    else:
        closed = token + 1 < len(tree) and tree.form[token + 1] in (",", ")", ".", ";")
    if closed and _is_age(tree.form[token]):
        span = tree.token_span(token)
        yield state(chain, "age", tree.form[token], span, "age-behind-name")


def _is_age(form: str) -> bool:
    return form.isdigit() and 0 < int(form) <= _MOST_YEARS


def _nationality(scene: Scene, mention: Mention, chain: Chain) -> Iterator[Statement]:
    """ "the Chilean judge", "el juez chileno": a word of nationality beside a description."""
    tree, lexicon = scene.tree, scene.lexicon
    start, end, head = scene.tokens[mention.id]
    for token in range(max(0, start - 1), end if heads_first(lexicon) else head):
        inside = token >= start or tree.head[token] == head
        if inside and tree.form[token] in lexicon.nationalities and tree.head[token] == head:
            span = tree.token_span(token)
            yield state(chain, "nationality", tree.form[token], span, "nationality")


def _native(scene: Scene, mention: Mention, chain: Chain) -> Iterator[Statement]:
    """ "a native of the Upper Valley"."""
    if mention.kind != "nominal":
        return
    tree, words = scene.tree, scene.lexicon.words
    start, end, head = scene.tokens[mention.id]
    if tree.lower_lemma[head] not in words.born_links:
        return
    for child in tree.children(head, "nmod"):
        place = scene.chain_at(child)
        if place is not None and place.type == "place":
            span = tree.span(start, end - 1)
            yield state(chain, "born", place.name, span, "native", other=place)


def _verbs(scene: Scene) -> Iterator[Statement]:
    tree, words = scene.tree, scene.lexicon.words
    for verb in range(len(tree)):
        lemma = tree.lower_lemma[verb]
        if tree.upos[verb] not in ("VERB", "ADJ"):
            continue
        if lemma in words.born_verbs or tree.lower[verb] in words.born_links:
            yield from _born(scene, verb)
        elif lemma in words.death_verbs:
            yield from _died(scene, verb)
        elif lemma in words.name_verbs:
            yield from _alias(scene, verb)
        yield from _at_age(scene, verb)


def _subject(scene: Scene, verb: int, *relations: str) -> Chain | None:
    """The named person that a verb, or a participle behind a name, is said of."""
    tree = scene.tree
    subject = scene.subject_of(verb, *relations)
    if subject is None and tree.deprel[verb].startswith("acl"):
        subject = tree.head[verb]
    chain = scene.named_at(subject)
    return chain if chain is not None and chain.type == "person" else None


def _born(scene: Scene, verb: int) -> Iterator[Statement]:
    tree = scene.tree
    chain = _subject(scene, verb, *_PERSON_SUBJECTS)
    if chain is None or tree.child(verb, "obj") is not None:
        return
    first, last = tree.extent(verb, without=frozenset(("nsubj", "nsubj:pass", "conj", "acl:relcl")))
    span = tree.span(first, last)
    for child in tree.children(verb, "obl"):
        place = scene.chain_at(child)
        if place is not None and place.type == "place":
            yield state(chain, "born", place.name, span, "born", other=place)
    time = scene.time_of(first, last)
    if time.evidence:
        yield at_time(state(chain, "born", time.evidence[0].quote, span, "born"), time)


def _died(scene: Scene, verb: int) -> Iterator[Statement]:
    tree = scene.tree
    active = tree.lower_lemma[verb] not in scene.lexicon.words.person_objects
    chain = _subject(scene, verb, *(("nsubj",) if active else ("nsubj:pass",)))
    if chain is None or tree.deprel[verb].startswith("acl"):
        return
    if any(tree.lower[c] in scene.lexicon.words.negations for c in tree.children(verb)):
        return
    first, last = tree.extent(verb, without=frozenset(("conj", "advcl", "acl:relcl", "ccomp")))
    time = scene.time_of(first, last)
    if time.evidence:
        span = tree.span(first, last)
        yield at_time(state(chain, "died", time.evidence[0].quote, span, "died"), time)


def _at_age(scene: Scene, verb: int) -> Iterator[Statement]:
    """ "died at the age of 86", "died at 86"."""
    tree, words = scene.tree, scene.lexicon.words
    for child in tree.children(verb, "obl"):
        reached = heads_first(scene.lexicon) and _is_reached(scene, child)
        if tree.lower_lemma[child] not in words.age_nouns and not reached:
            continue
        number = next((t for t in tree.children(child) if _is_age(tree.form[t])), None)
        chain = _subject(scene, verb, *_PERSON_SUBJECTS)
        if number is not None and chain is not None:
            yield state(chain, "age", tree.form[number], tree.span(child, number), "at-age")


def _is_reached(scene: Scene, token: int) -> bool:
    """Whether years are those of someone's age ("a los 86 años", not "a los 20 años del golpe")."""
    tree, words = scene.tree, scene.lexicon.words
    article = tree.child(token, "det")
    definite = article is not None and tree.lower[article] in words.definite
    years = tree.lower_lemma[token] in words.years
    return years and definite and tree.child(token, "nmod", "amod", "acl") is None


def _alias(scene: Scene, verb: int) -> Iterator[Statement]:
    """ "known as X", "nicknamed X": another name behind a verb of naming."""
    tree = scene.tree
    chain = _subject(scene, verb, "nsubj:pass")
    other = tree.child(verb, "xcomp", "obl")
    if chain is None or other is None or tree.upos[other] != "PROPN":
        return
    case = tree.child(other, "case")
    if tree.deprel[other] == "obl" and (
        case is None or tree.lower[case] not in scene.lexicon.words.role_links
    ):
        return
    mention = scene.heads.get(other)
    if mention is not None and mention.kind == "name":
        first, last = scene.tokens[mention.id][0], scene.tokens[mention.id][1] - 1
    else:
        first, last = tree.extent(other, without=_BEYOND_ALIAS)
    if tree.text(first, last) == chain.name:
        return
    yield state(chain, "alias", tree.text(first, last), tree.span(first, last), "alias")

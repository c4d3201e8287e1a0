"""Offices, professions, membership and employment, from descriptions, titles and verbs."""

from collections.abc import Iterator

import msgspec

from kipu.lang.names import NameLexicon
from kipu.model.readings import Chain, Mention, Property, Statement
from kipu.model.times import EventTime
from kipu.reading.names.nominals import Noun, read_noun
from kipu.reading.names.statements.scene import Scene, at_time, state

_SUBJECTS = ("nsubj", "nsubj:pass")
_LOOSE = frozenset(("appos", "acl", "acl:relcl", "conj", "cc", "punct", "parataxis", "advcl"))


def read_offices(scene: Scene) -> Iterator[Statement]:
    """Read who holds or held what post, has what trade, is in what body."""
    for mention in scene.mentions:
        chain = scene.chains[mention.chain]
        if mention.id not in scene.tokens or chain.type != "person":
            continue
        if mention.kind == "name":
            yield from _title(scene, mention, chain)
            yield from _of_body(scene, mention, chain)
        elif mention.kind == "nominal" and chain.named:
            head = scene.tokens[mention.id][2]
            yield from _described(scene, head, chain, "description")
    yield from _predicates(scene)
    yield from _led(scene)


def _title(scene: Scene, mention: Mention, chain: Chain) -> Iterator[Statement]:
    """A title before a name, if it is an office ("Judge Vera Lund")."""
    tree, words = scene.tree, scene.lexicon.words
    start, end, _ = scene.tokens[mention.id]
    titles = []
    for token in range(start, end - 1):
        known = scene.lexicon.titles.get(tree.lower[token])
        if known is None and not _is_office(scene, start, token):
            break
        if known is None or known.kind != "courtesy":
            titles.append(token)
    kept = [token for token in titles if tree.lower[token] not in words.former]
    if kept:
        value = tree.text(kept[0], kept[-1])
        statement = state(chain, "office", value, tree.span(start, end - 1), "title")
        yield at_time(statement, _when_held(scene, start, end))


def _is_office(scene: Scene, start: int, token: int) -> bool:
    """Whether a word is a title, the end of one, or may stand in one ("Vice President")."""
    lexicon, word = scene.lexicon, scene.tree.lower[token]
    whole = lexicon.person(scene.tree.text(start, token).lower())
    part = word in lexicon.words.title_parts or word in lexicon.words.former
    return part or whole is not None or lexicon.person(word) is not None


def _when_held(scene: Scene, start: int, end: int) -> EventTime | None:
    """Say that an office was held before, where a word says so ("former", "ex-")."""
    words = scene.lexicon.words
    said = {scene.tree.lower[t] for t in range(start, end)}
    prefixed = any(_is_former(scene.lexicon, word) for word in said)
    return EventTime(mod="BEFORE") if said & words.former or prefixed else None


def _is_former(lexicon: NameLexicon, word: str) -> bool:
    """Whether a word is a noun of persons with "ex-" before it, written together or not."""
    prefixed = word.startswith(lexicon.words.former_prefix)
    return prefixed and word not in lexicon.persons and lexicon.person(word) is not None


def _of_body(scene: Scene, mention: Mention, chain: Chain) -> Iterator[Statement]:
    """A name with its body ("Oskar Lund of the Bar Association")."""
    tree = scene.tree
    head = scene.tokens[mention.id][2]
    for child in tree.children(head, "nmod"):
        body = scene.named_at(child)
        case = tree.child(child, "case")
        if body is None or body.type != "organization" or case is None:
            continue
        if tree.lower[case] in scene.lexicon.words.body_links:
            span = tree.span(head, child)
            yield state(chain, "membership", body.name, span, "name-of-body", other=body)


class Post(msgspec.Struct, frozen=True):
    """An office, trade or membership as a description tells it; ``body`` is what it is held in."""

    noun: str
    family: str
    value: str
    start: int
    end: int
    body: Chain | None
    of_parliament: bool


def _described(scene: Scene, head: int, chain: Chain, rule: str) -> Iterator[Statement]:
    """A description of a person: its office, with the body or land that it is held in."""
    post = _post(scene, head)
    if post is None:
        return
    words, span = scene.lexicon.words, scene.tree.span(post.start, post.end - 1)
    member = post.noun in words.member_nouns
    if post.noun not in words.membership_only or post.of_parliament:
        statement = state(chain, "office", post.value, span, rule, other=post.body)
        time = _when_held(scene, post.start, post.end) or _told(scene, head)
        yield at_time(statement, time)
    body = post.body
    if body is None or body.type != "organization" or body.id == chain.id:
        return
    if member or post.family == "office":
        yield state(chain, "membership", post.value, span, rule, other=body)
    if not member:
        yield state(chain, "employer", body.name, span, rule, other=body)


def _post(scene: Scene, head: int) -> Post | None:
    """Read the post that a noun tells, ``None`` if it tells none ("the victim")."""
    noun = read_noun(scene.tree, scene.lexicon, head)
    if noun is None:
        return None
    member = noun.noun in scene.lexicon.words.member_nouns
    if noun.family not in ("office", "profession") and not member:
        return None
    start, end = _extent(scene, head, noun)
    place, body = _holder(scene, head)
    value = scene.tree.text(_value_start(scene, head, noun), end - 1)
    of_parliament = place is not None and _is_parliament(scene, place)
    return Post(noun.noun, noun.family, value, start, end, body, of_parliament)


def _is_parliament(scene: Scene, token: int) -> bool:
    kinds = (scene.lexicon.organizations.get(w) for w in _words_at(scene, token))
    return any(kind is not None and kind.kind == "parliament" for kind in kinds)


def _words_at(scene: Scene, token: int) -> list[str]:
    mention = scene.heads.get(token)
    if mention is None:
        return []
    start, end, _ = scene.tokens[mention.id]
    return [scene.tree.lower[t] for t in range(start, end)]


def _holder(scene: Scene, head: int) -> tuple[int | None, Chain | None]:
    """Give what an office is held in: behind "of", or the possessor that is a body or place."""
    tree = scene.tree
    for child in tree.children(head, "nmod", "nmod:poss", "compound"):
        chain = scene.chain_at(child)
        if chain is not None and chain.type != "person":
            return child, chain
    return None, None


def _extent(scene: Scene, head: int, noun: Noun) -> tuple[int, int]:
    """Give the tokens of a description, as its mention has them where it is one."""
    mention = scene.heads.get(head)
    if mention is not None and mention.kind == "nominal":
        return scene.tokens[mention.id][:2]
    tree, end = scene.tree, head + 1
    for child in tree.children(head, "nmod"):
        left, right = tree.extent(child, without=_LOOSE)
        case = tree.child(child, "case")
        completes = case is not None and tree.lower[case] in scene.lexicon.words.complement
        if left == end and completes:
            end = right + 1
    return min(noun.start, *tree.children(head, "amod", "compound"), head), end


def _value_start(scene: Scene, head: int, noun: Noun) -> int:
    """Give where the value begins: behind determiner, possessor and words such as "former"."""
    words = scene.lexicon.words
    start = noun.start
    dropped = words.former | words.definite | words.articles | words.later | words.possessive_mark
    dropped |= words.same
    for child in scene.tree.children(head, "amod", "compound"):
        if child < start and not any(scene.tree.lower[t] in dropped for t in range(child, start)):
            start = child
    while scene.tree.lower[start] in dropped and start < head:
        start += 1
    return start


def _told(scene: Scene, head: int) -> EventTime:
    """Give the time that stands below a noun or, for a predicate, beside it."""
    first, last = scene.tree.extent(head, without=frozenset(("acl:relcl", "conj", "parataxis")))
    return scene.time_of(first, last)


def _predicates(scene: Scene) -> Iterator[Statement]:
    """Offices that a verb gives ("was sworn in as interim president", "became a judge")."""
    tree = scene.tree
    for token in range(len(tree)):
        if tree.deprel[token] not in ("xcomp", "obl", "obj", "root", "conj", "ccomp"):
            continue
        if scene.chain_at(token) is not None and scene.named_at(token) is not None:
            continue
        noun = read_noun(tree, scene.lexicon, token)
        if noun is None or noun.family not in ("office", "profession") or noun.plural:
            continue
        holder = _holder_of_predicate(scene, token)
        if holder is not None and not _is_unreal(scene, token):
            yield from _described(scene, token, holder, "predicate")


def _holder_of_predicate(scene: Scene, token: int) -> Chain | None:
    tree, words = scene.tree, scene.lexicon.words
    if tree.child(token, "cop") is not None:
        return scene.named_at(tree.child(token, *_SUBJECTS))
    verb = tree.head[token]
    if tree.lower_lemma[verb] not in words.become_verbs or verb == token:
        return None
    case = tree.child(token, "case")
    if tree.deprel[token] == "obl" and (case is None or tree.lower[case] not in words.role_links):
        return None
    passive = tree.child(verb, "nsubj:pass")
    if passive is not None:
        return scene.named_at(passive)
    given = next((t for t in tree.children(verb, "obj", "xcomp") if t != token), None)
    if given is not None:
        return scene.named_at(given)
    return scene.named_at(tree.child(verb, "nsubj") or _raised_subject(scene, verb))


def _raised_subject(scene: Scene, verb: int) -> int | None:
    """The subject of a verb that shares it with the verb above ("was to become")."""
    if scene.tree.deprel[verb] in ("xcomp", "conj"):
        return scene.tree.child(scene.tree.head[verb], *_SUBJECTS)
    return None


def _is_unreal(scene: Scene, token: int) -> bool:
    """Whether a negation or a modal stands with the predicate or its verb."""
    tree, words = scene.tree, scene.lexicon.words
    near = (*tree.children(token), *tree.children(tree.head[token]))
    return any(tree.lower[t] in words.negations or tree.lower[t] in words.modals for t in near)


def _led(scene: Scene) -> Iterator[Statement]:
    """Who leads, chairs, owns or founded something ("chaired by X", "X led the opposition")."""
    tree = scene.tree
    for verb in range(len(tree)):
        noun = scene.lexicon.words.lead_nouns.get(tree.lower_lemma[verb])
        if noun is None or tree.upos[verb] != "VERB" or _is_unreal(scene, verb):
            continue
        agent = _agent(scene, verb)
        if agent is not None:
            led = tree.child(verb, "nsubj:pass")
            if led is None:
                led = tree.head[verb] if tree.deprel[verb].startswith("acl") else verb - 1
        else:
            agent, led = scene.subject_of(verb, "nsubj"), tree.child(verb, "obj")
            led = led if tree.child(verb, "nsubj:pass") is None else None
        chain = _leader(scene, agent)
        if led is None or led < 0 or chain is None:
            continue
        body = scene.chain_at(led)
        if body is None or body.type == "person":
            continue
        span = tree.span(min(verb, agent or verb), max(verb, agent or verb))
        value = f"{noun} {scene.lexicon.words.complement_word} {_shown(scene, led, body)}"
        statement = state(chain, "office", value, span, "leads", other=body)
        yield at_time(statement, _told(scene, verb))
        if body.type == "organization":
            yield state(chain, "membership", value, span, "leads", other=body)


def _agent(scene: Scene, verb: int) -> int | None:
    """Give who does what a passive verb tells ("led by X")."""
    tree = scene.tree
    for child in tree.children(verb, "obl:agent", "obl"):
        case = tree.child(child, "case")
        if case is not None and tree.lower[case] in scene.lexicon.words.agent_links:
            return child
    return None


def _leader(scene: Scene, agent: int | None) -> Chain | None:
    """The person that an agent names, beside its description if need be ("by a notable, X")."""
    chain = scene.named_at(agent)
    return chain if chain is not None and chain.type == "person" else None


def _shown(scene: Scene, token: int, body: Chain) -> str:
    mention = scene.heads.get(token)
    if body.named or mention is None:
        return body.name
    return scene.tree.doc.quote(mention.span)


def read_employers(scene: Scene) -> Iterator[Statement]:
    """Read for whom someone works, and to what body someone belongs, where a verb says it."""
    tree, words = scene.tree, scene.lexicon.words
    kinds: tuple[tuple[frozenset[str], Property], ...] = (
        (words.work_verbs, "employer"),
        (words.member_verbs, "membership"),
    )
    for verb in range(len(tree)):
        for verbs, kind in kinds:
            if tree.lower_lemma[verb] in verbs and tree.upos[verb] == "VERB":
                yield from _works(scene, verb, kind)


def _works(scene: Scene, verb: int, kind: Property) -> Iterator[Statement]:
    tree = scene.tree
    chain = scene.named_at(scene.subject_of(verb, *_SUBJECTS))
    if chain is None or chain.type != "person":
        return
    for child in tree.children(verb, "obl", "obl:agent", "obj"):
        body = scene.chain_at(child)
        case = tree.child(child, "case")
        linked = case is None or tree.lower[case] in scene.lexicon.words.body_links
        if body is not None and body.type == "organization" and linked:
            span = tree.span(min(verb, child), max(verb, child))
            yield state(chain, kind, body.name, span, "verb", other=body)


def read_bodies(scene: Scene) -> Iterator[Statement]:
    """Read who stands at the head of a body, and what company belongs to what other."""
    tree, words = scene.tree, scene.lexicon.words
    starts = {tokens[0]: mention for mention, tokens in scene.tokens.items()}
    by_id = {mention.id: mention for mention in scene.mentions}
    for mention in scene.mentions:
        body = scene.chains[mention.chain]
        if body.type != "organization" or mention.id not in scene.tokens:
            continue
        start, end, head = scene.tokens[mention.id]
        if end + 1 < len(tree) and tree.lower[end] in words.under_links and end + 1 in starts:
            person = scene.chains[by_id[starts[end + 1]].chain]
            if person.named and person.type == "person":
                span, name = tree.span(start, end + 1), _shown(scene, head, body)
                yield state(person, "membership", name, span, "under", other=body)
        owner = scene.chain_at(tree.child(head, "nmod:poss"))
        parent = any(tree.lower[c] in words.parent_words for c in tree.children(head))
        if parent and owner is not None and owner.type == "organization" and body.named:
            yield state(owner, "membership", body.name, mention.span, "parent", other=body)

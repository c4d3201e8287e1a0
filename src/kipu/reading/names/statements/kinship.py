"""Who is kin to whom, and who works under whom, where a possessor says it."""

from collections.abc import Iterator

from kipu.model.readings import Chain, Statement
from kipu.reading.names.nominals import read_noun
from kipu.reading.names.statements.scene import Scene, state


def read_kinship(scene: Scene) -> Iterator[Statement]:
    """Read kinship from descriptions ("his daughter Ada", "the widow of Juan Rey")."""
    for mention in scene.mentions:
        if mention.kind != "nominal" or mention.id not in scene.tokens:
            continue
        _, end, head = scene.tokens[mention.id]
        noun = read_noun(scene.tree, scene.lexicon, head)
        if noun is None:
            continue
        chains = _bearers(scene, head, scene.chains[mention.chain], plural=noun.plural)
        relative = _possessor(scene, head)
        if noun.family == "kin":
            value = _value(scene, noun.noun, relative, head, end)
            for chain in chains:
                if chain.named or (relative is not None and relative.named):
                    yield state(chain, "kinship", value, mention.span, "kin", other=relative)
        elif noun.noun in scene.lexicon.words.employer_nouns and relative is not None:
            for chain in chains:
                if chain.id != relative.id and relative.named:
                    yield state(
                        relative, "employer", chain.name, mention.span, "employer",
                        other=chain,
                    )  # fmt: skip


def _bearers(scene: Scene, head: int, chain: Chain, *, plural: bool) -> list[Chain]:
    """The chains that a kin term is said of; several for "his sons Juan and Luis"."""
    if not plural:
        return [chain]
    tree = scene.tree
    found: list[Chain] = []
    stack = [*tree.children(head, "appos", "flat", "nmod:desc", "dep", "conj", "compound")]
    if tree.head[head] != head and tree.deprel[head] in ("compound", "nmod:desc", "nmod"):
        stack.append(tree.head[head])
    while stack:
        token = stack.pop()
        named = scene.named_at(token)
        if named is not None and named.type == "person" and named not in found:
            found.append(named)
            stack.extend(tree.children(token, "conj", "appos"))
    return found


def _possessor(scene: Scene, head: int) -> Chain | None:
    """The person whose kin a noun tells of, named before or behind it."""
    tree = scene.tree
    for child in tree.children(head, "nmod:poss", "nmod"):
        if tree.deprel[child] == "nmod":
            case = tree.child(child, "case")
            if case is None or tree.lower[case] not in scene.lexicon.words.complement:
                continue
        chain = scene.chain_at(child)
        if chain is not None and chain.type == "person":
            return chain
    return None


def _value(scene: Scene, noun: str, relative: Chain | None, head: int, end: int) -> str:
    """Give the term of kinship where the relative is known, else the words of the text."""
    return noun if relative is not None else scene.tree.text(head, end - 1)

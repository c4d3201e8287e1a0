"""Who says so: the source of what a clause tells, and the words that show it."""

from collections.abc import Mapping

from kipu.lang.events import AttributionLexicon
from kipu.model.readings import Attribution, Mention
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_SPINE = frozenset(("xcomp", "conj", "ccomp", "advcl", "cop", "obj", "nsubj", "obl"))


def read_attribution(
    tree: Tree,
    token: int,
    lexicon: AttributionLexicon,
    mentions: Mapping[int, Mention],
) -> Attribution | None:
    """Find who a text names as the source of an event.

    The trigger's clause is followed upwards as long as it is told by the same voice; the nearest
    verb of speech that has it as its complement, or stands beside it ("..., police said"), names
    the source. ``within`` holds the next outer one. ``None`` where the text speaks for itself.
    """
    found = _sources(tree, token, lexicon, mentions)
    outer: Attribution | None = None
    for attribution in reversed(found):
        outer = Attribution(attribution.cue, attribution.source, attribution.mention, outer)
    return outer


def _sources(
    tree: Tree, token: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> list[Attribution]:
    found: list[Attribution] = []
    current = token
    while True:
        beside = _beside(tree, current, lexicon, mentions)
        if beside is not None:
            found.append(beside)
        upper = tree.governor(current)
        function = relation(tree.deprel[current])
        if upper is None or tree.deprel[current] == "acl:relcl":
            return found
        speaks = tree.lower_lemma[upper] in lexicon.speech_verbs
        if function in ("ccomp", "parataxis") and speaks and tree.upos[upper] == "VERB":
            found.append(_attribution(tree, upper, mentions))
        elif function == "xcomp" and speaks and tree.upos[current] in ("NOUN", "PROPN"):
            found.append(_attribution(tree, upper, mentions))  # "diplomats called it a coup"
        elif function == "obj" and tree.lower_lemma[upper] in lexicon.claim_verbs:
            found.append(_attribution(tree, upper, mentions))  # "put the spill at 90 barrels"
        elif function == "acl" and tree.lower_lemma[upper] in lexicon.source_nouns:
            found.append(_noun_source(tree, upper, mentions))
        elif function not in _SPINE:
            return found
        current = upper


def _beside(
    tree: Tree, token: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> Attribution | None:
    """Find a source that stands beside a clause: "..., police said", "according to ..."."""
    for child in tree.children(token):
        if relation(tree.deprel[child]) == "parataxis" and tree.upos[child] == "VERB":
            speaks = tree.lower_lemma[child] in lexicon.speech_verbs
            told = tree.children(child, "ccomp", "xcomp", "obj", "advcl")
            subject = _subject(tree, child)
            is_active = subject is not None and tree.deprel[subject] != "nsubj:pass"
            if speaks and is_active and not told:
                return _attribution(tree, child, mentions)
        marker = next((c for c in tree.children(child, "case")), None)
        if marker is not None and tree.lower[marker] in lexicon.source_cases:
            return _of_source(tree, child, marker, mentions)
        is_case = tree.lower[child] in lexicon.source_cases
        accord = tree.children(child, "obl", "nmod") if is_case else ()
        if accord:
            return _of_source(tree, accord[0], child, mentions)
    return None


def _subject(tree: Tree, verb: int) -> int | None:
    return next((c for c in tree.children(verb) if tree.deprel[c] in NOMINAL_SUBJECTS), None)


def _attribution(tree: Tree, verb: int, mentions: Mapping[int, Mention]) -> Attribution:
    subject = _subject(tree, verb)
    cue = tree.token_span(verb)
    if subject is None or tree.deprel[subject] == "nsubj:pass":
        return Attribution(cue)
    return _of_source(tree, subject, verb, mentions)


def _noun_source(tree: Tree, noun: int, mentions: Mapping[int, Mention]) -> Attribution:
    holder = tree.child(noun, "nmod:poss", "nmod")
    named = holder is not None and tree.upos[holder] != "PRON"
    return _of_source(tree, holder if holder is not None and named else noun, noun, mentions)


def _of_source(tree: Tree, source: int, cue: int, mentions: Mapping[int, Mention]) -> Attribution:
    mention = mentions.get(source)
    if mention is not None:
        return Attribution(tree.token_span(cue), mention.span, mention.id)
    before = tree.children(source, "det", "amod", "compound", "nummod", "nmod:poss")
    first = min([source, *(c for c in before if c < source)])
    return Attribution(tree.token_span(cue), tree.span(first, source))

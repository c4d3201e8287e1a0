"""Who says so: the source of what a clause tells, and the words that show it."""

from collections.abc import Mapping
from itertools import pairwise

from kipu.lang.events import AttributionLexicon
from kipu.model.readings import Attribution, Mention
from kipu.model.spans import Span
from kipu.reading.attribution.speakers import (
    NAMING,
    issuer,
    of_paper,
    of_source,
    speaker,
    tag_speaker,
    told_by,
)
from kipu.reading.trees import Tree, relation

_LONGEST = 4
"""The most words of a case that marks a source ("en la versión de")."""
_SPINE = frozenset(("xcomp", "conj", "ccomp", "advcl", "cop", "obj", "nsubj", "obl"))
_TOLD = frozenset(("ccomp", "parataxis"))
ASIDE = frozenset(("acl", "amod", "appos", "nmod"))
_FIRST_PERSON = "Person=1"
_CLOSING = frozenset(("»", "”", '"', "’", "'"))
_RELATIVES = ("PronType=Int,Rel", "PronType=Rel", "PronType=Int")


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
    found: list[Attribution | None] = []
    current, below = token, token
    while True:
        found.append(_beside(tree, current, below, lexicon, mentions))
        upper = tree.governor(current)
        function = relation(tree.deprel[current])
        if upper is None or tree.deprel[current] == "acl:relcl":
            break
        verb = _teller(tree, current, upper, lexicon)
        accuser = None if verb is not None else accusing_verb(tree, current, upper, lexicon)
        if verb is not None and not _is_said_by_nobody(tree, verb, lexicon):
            found.append(told_by(tree, verb, lexicon, mentions))
        elif accuser is not None:
            found.append(told_by(tree, accuser, lexicon, mentions))
        elif _states(tree, current, upper, lexicon):
            found.append(of_paper(tree, upper, tree.token_span(upper), lexicon, mentions))
        elif function not in _SPINE or _is_known(tree, current):
            break
        current, below = upper, current
    own = tree.token_span(token)  # "denunció las masacres": they told nothing
    named = [a for a in found if a is not None and not (a.source and a.source.holds(own))]
    told = [a for a in named if not is_of_author(tree, a)]
    # what a noun's modifier tells beside the point is not what somebody says
    aside = told or relation(tree.deprel[current]) in ASIDE or _is_known(tree, current)
    closing = None if aside else _behind_comma(tree, token, lexicon, mentions)
    return told if closing is None else [closing]


def is_of_author(tree: Tree, told: Attribution) -> bool:
    """Whether who says so is who speaks already: "I believe that", "we estimate that"."""
    head = tree.head_of(told.source) if told.source else None
    return head is not None and tree.upos[head] == "PRON" and tree.has_feature(head, _FIRST_PERSON)


def _states(tree: Tree, clause: int, noun: int, lexicon: AttributionLexicon) -> bool:
    """Whether a clause is what a paper or rumour says: "the report that he fled"."""
    content = tree.deprel[clause] == "acl" and bool(tree.children(clause, "mark", "case"))
    return content and tree.lower_lemma[noun] in lexicon.source_nouns


def _is_known(tree: Tree, noun: int) -> bool:
    """Whether a noun only refers to what all know, beside what is told: "died in the attack".

    So does what the writer adds behind a comma: "chose to leave, in a vote that he calls illegal".
    """
    if relation(tree.deprel[noun]) not in ("obl", "advcl"):
        return False
    first = tree.extent(noun)[0]
    added = tree.form[first] == "," or tree.form[first - 1] == ","
    return is_pointed_at(tree, noun) or (added and bool(tree.children(noun, "acl:relcl")))


def is_pointed_at(tree: Tree, noun: int) -> bool:
    """Whether a noun has a definite article or a demonstrative."""
    marks = ("Definite=Def", "PronType=Dem")
    return any(tree.has_feature(d, mark) for d in tree.children(noun, "det") for mark in marks)


def accusing_verb(tree: Tree, token: int, upper: int, lexicon: AttributionLexicon) -> int | None:
    """Find the verb that charges somebody with what a word stands for: "accused him of killing".

    Also "found him guilty of the murder"; parsers may hang the charge on who is charged.
    """
    if relation(tree.deprel[token]) not in ("obl", "nmod", "advcl", "xcomp", "acl", "ccomp"):
        return None
    marks = {tree.lower[c] for c in tree.children(token, "case", "mark")}
    if not marks & lexicon.accusing_cases:
        return None
    guilty = tree.lower_lemma[upper] in lexicon.guilty_words
    below = guilty or relation(tree.deprel[upper]) in ("obj", "nsubj")
    verb = tree.governor(upper) if below else upper
    if verb is None or tree.lower_lemma[verb] not in lexicon.accusing_verbs:
        return None
    named = {tree.lower_lemma[c] for c in tree.children(verb, "xcomp", "obj", "obl", "advcl")}
    judged = guilty and tree.lower_lemma[verb] in lexicon.judging_verbs
    charged = bool(tree.children(verb, "obj", "iobj", "nsubj:pass", "obl"))
    return verb if judged or (charged and not named & lexicon.guilty_words) else None


def _behind_comma(
    tree: Tree, token: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> Attribution | None:
    """Find the source between commas behind what is said, wherever the parser hung it.

    "The blast killed nine people, state television reported on Monday": there stand the speaker,
    the verb, and perhaps when or to whom; or a phrase like "according to the report".
    """
    sentence = tree.sentence_of[token]
    stops = [t for t in sentence if tree.form[t] == "," and t > token] + [sentence.stop]
    for comma, end in pairwise(stops):
        tag = range(comma + 1, end)
        verb = _only_speech(tree, tag, lexicon)
        if verb is not None:
            return told_by(tree, verb, lexicon, mentions)
        if tag and tree.lower[tag.start] in lexicon.source_cases:
            source, cue = tree.governor(tag.start), tree.token_span(tag.start)
            named = source is not None and source in tag and tree.upos[source] in NAMING
            return of_source(tree, source, cue, mentions) if source and named else None
    return None


def _only_speech(tree: Tree, tag: range, lexicon: AttributionLexicon) -> int | None:
    """Give the verb of words that say only who speaks."""
    verbs = [t for t in tag if tree.upos[t] in ("VERB", "AUX")]
    if not verbs or tree.lower_lemma[verbs[-1]] not in lexicon.speech_verbs:
        return None
    verb = verbs[-1]
    helped = set(verbs[:-1]) <= {*tree.children(verb, "aux")}
    finite = any(tree.has_feature(v, "VerbForm=Fin") for v in verbs)
    opens = tree.upos[tag.start] in ("CCONJ", "SCONJ", "ADP", "ADV")
    asks = any(tree.has_feature(tag.start, mark) for mark in _RELATIVES)
    objects = [c for c in tree.children(verb, "obj", "xcomp", "ccomp") if verb < c < tag.stop]
    told = objects and tree.lower_lemma[verb] not in lexicon.addressing_verbs
    goes_on = tree.deprel[verb] == "conj"
    plain = helped and finite and not (opens or asks or told or goes_on)
    return verb if plain and tag_speaker(tree, verb, tag) is not None else None


def _teller(tree: Tree, token: int, upper: int, lexicon: AttributionLexicon) -> int | None:
    """Find the verb by which somebody tells, names or claims what a word stands for."""
    function, lemma = relation(tree.deprel[token]), tree.lower_lemma[upper]
    speaks = lemma in lexicon.speech_verbs
    if speaks and tree.upos[upper] == "VERB" and _is_told(tree, token, upper, lexicon):
        return upper
    if function == "xcomp" and speaks and tree.upos[token] in ("NOUN", "PROPN"):
        return upper  # "diplomats called it a coup"
    found = lemma in lexicon.finding_verbs  # "was found strangled" is nobody's words
    if function == "xcomp" and speaks and tree.children(upper, "nsubj:pass") and not found:
        return upper  # "is believed by the police to have fled"
    if tree.deprel[token] == "csubj:pass" and speaks and tree.children(upper, "expl"):
        return upper  # "it is rumoured that"
    if function == "obj" and lemma in lexicon.claim_verbs:
        return upper  # "put the spill at 90 barrels"
    if function in ("nmod", "obl") and lexicon.clause_marks:  # "calificó el hecho de ejecución"
        verb = tree.head[upper] if relation(tree.deprel[upper]) == "obj" else upper
        return verb if tree.lower_lemma[verb] in lexicon.claim_verbs else None
    return None


def _is_said_by_nobody(tree: Tree, verb: int, lexicon: AttributionLexicon) -> bool:
    """Whether a verb's subject is none: "ningún grupo se atribuyó el atentado"."""
    subject = speaker(tree, verb, lexicon)
    words = () if subject is None else (subject, *tree.children(subject, "det"))
    return any(tree.has_feature(word, "PronType=Neg") for word in words)


def _is_told(tree: Tree, token: int, verb: int, lexicon: AttributionLexicon) -> bool:
    """Whether a clause, or a noun in its place ("nine dead, he said"), is what a verb tells."""
    function = relation(tree.deprel[token])
    if not lexicon.clause_marks:
        return function in _TOLD
    if _is_apart(tree, token, verb, lexicon) and (token < verb or function == "parataxis"):
        return False
    fronted = function == "nsubj" and token < verb and speaker(tree, verb, lexicon) != token
    return fronted or function == "csubj" or function in _TOLD


def _is_apart(tree: Tree, token: int, upper: int, lexicon: AttributionLexicon) -> bool:
    """Whether a semicolon parts two clauses: the last one between them, but in a quotation."""
    between = tree.form[min(token, upper) : max(token, upper)]
    if not lexicon.clause_marks or ";" not in between:
        return False
    last = len(between) - between[::-1].index(";")
    return not _CLOSING & frozenset(between[last:])


def _beside(
    tree: Tree,
    token: int,
    below: int,
    lexicon: AttributionLexicon,
    mentions: Mapping[int, Mention],
) -> Attribution | None:
    """Find a source that stands beside a clause: "..., police said", "according to ...".

    ``below`` is where the way from the event to the clause came by: nothing is its own source.
    """
    # parsers may hang "..., police said, ..." behind a subject on the subject
    on_subject = (c for s in tree.children(token, "nsubj") for c in tree.children(s, "parataxis"))
    for child in (*tree.children(token), *on_subject):
        if child == below:
            continue
        if _stands_beside(tree, child, lexicon):
            return told_by(tree, child, lexicon, mentions)
        marker = next((c for c in tree.children(child, "case")), None)
        if marker is not None and tree.lower[marker] in lexicon.source_cases:
            source = issuer(tree, child, lexicon, mentions)
            return of_source(tree, source, tree.token_span(marker), mentions)
        is_case = tree.lower[child] in lexicon.source_cases
        accord = tree.children(child, "obl", "nmod") if is_case else ()
        if accord:
            return of_source(tree, accord[0], tree.token_span(child), mentions)
        reckoned = _reckoning(tree, child, lexicon)
        if reckoned is not None:
            return of_source(tree, reckoned, tree.token_span(child), mentions)
        marked = _behind_case(tree, child, lexicon)
        if marked is not None:
            source = issuer(tree, marked[0], lexicon, mentions)
            return of_source(tree, source, marked[1], mentions)
    return None


def _reckoning(tree: Tree, noun: int, lexicon: AttributionLexicon) -> int | None:
    """Find whose count or words something is: "by the careful reckoning of the Red Cross"."""
    if f"{tree.case(noun)} {tree.lower_lemma[noun]}" not in lexicon.reckonings:
        return None
    return tree.child(noun, "nmod:poss", "nmod")


def _stands_beside(tree: Tree, clause: int, lexicon: AttributionLexicon) -> bool:
    """Whether a clause only says who tells the clause that it depends on.

    It stands between commas ("..., police said") or behind a mark ("según informó la policía").
    """
    speaks = tree.upos[clause] == "VERB" and tree.lower_lemma[clause] in lexicon.speech_verbs
    function = relation(tree.deprel[clause])
    if not speaks or function not in ("parataxis", "advcl"):
        return False
    marks = {" ".join(_with_fixed(tree, c)) for c in tree.children(clause, "mark", "advmod")}
    if marks & lexicon.clause_marks:
        return not tree.children(clause, "ccomp", "xcomp")
    subject = speaker(tree, clause, lexicon)
    is_active = subject is not None and tree.deprel[subject] != "nsubj:pass"
    told = [c for c in tree.children(clause, "ccomp", "xcomp", "obj", "advcl") if c != subject]
    if _is_apart(tree, clause, tree.head[clause], lexicon):
        return False
    fits = function == "parataxis" or (bool(lexicon.clause_marks) and not marks)
    return fits and is_active and not told


def _with_fixed(tree: Tree, token: int) -> list[str]:
    return [tree.lower[token], *(tree.lower[c] for c in tree.children(token, "fixed"))]


def _behind_case(tree: Tree, token: int, lexicon: AttributionLexicon) -> tuple[int, Span] | None:
    """Find the source behind a case of several words, however they are parsed, and the case."""
    if relation(tree.deprel[token]) not in ("obl", "nmod", "advmod", "advcl"):
        return None
    first, last = tree.extent(token, without=frozenset(("punct",)))
    for size in range(min(_LONGEST, last - first), 1, -1):
        case = " ".join(tree.lower[first : first + size])
        if case not in lexicon.source_cases:
            continue
        nearest = (t for t in (token, *tree.descendants(token)) if t >= first + size)
        source = next((t for t in nearest if tree.upos[t] in NAMING), None)
        return None if source is None else (source, tree.span(first, first + size - 1))
    return None

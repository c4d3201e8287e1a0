"""Who says so: the source of what a clause tells, and the words that show it."""

from collections.abc import Mapping

from kipu.lang.events import AttributionLexicon
from kipu.model.readings import Attribution, Mention
from kipu.model.spans import Span
from kipu.reading.subjects import understood_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_LONGEST = 4
"""The most words of a case that marks a source ("en la versión de")."""
_SPINE = frozenset(("xcomp", "conj", "ccomp", "advcl", "cop", "obj", "nsubj", "obl"))
_ADDED = frozenset(
    (
        "case",
        "punct",
        "acl:relcl",
        "acl",
        "appos",
        "parataxis",
        "conj",
        "cc",
        "advcl",
        "advmod",
        "mark",
    )
)
"""Relations of what is no part of a source's phrase."""
_TOLD = frozenset(("ccomp", "parataxis"))
_CLOSING = frozenset(("»", "”", '"', "’", "'"))
_RELATIVE = "PronType=Int,Rel"
_NAMING = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_SUBJECTS = NOMINAL_SUBJECTS - {"csubj"}


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
    current, below = token, token
    while True:
        beside = _beside(tree, current, below, lexicon, mentions)
        if beside is not None:
            found.append(beside)
        upper = tree.governor(current)
        function = relation(tree.deprel[current])
        if upper is None or tree.deprel[current] == "acl:relcl":
            return found
        verb = _teller(tree, current, upper, lexicon)
        if verb is not None and not _is_said_by_nobody(tree, verb, lexicon):
            found.append(_attribution(tree, verb, lexicon, mentions))
        elif function == "acl" and tree.lower_lemma[upper] in lexicon.source_nouns:
            found.append(_noun_source(tree, upper, mentions))
        elif function not in _SPINE:
            return found
        current, below = upper, current


def _teller(tree: Tree, token: int, upper: int, lexicon: AttributionLexicon) -> int | None:
    """Find the verb by which somebody tells, names or claims what a word stands for."""
    function, lemma = relation(tree.deprel[token]), tree.lower_lemma[upper]
    speaks = lemma in lexicon.speech_verbs
    if speaks and tree.upos[upper] == "VERB" and _is_told(tree, token, upper, lexicon):
        return upper
    if function == "xcomp" and speaks and tree.upos[token] in ("NOUN", "PROPN"):
        return upper  # "diplomats called it a coup"
    if function == "obj" and lemma in lexicon.claim_verbs:
        return upper  # "put the spill at 90 barrels"
    if function in ("nmod", "obl") and lexicon.clause_marks:  # "calificó el hecho de ejecución"
        verb = tree.head[upper] if relation(tree.deprel[upper]) == "obj" else upper
        return verb if tree.lower_lemma[verb] in lexicon.claim_verbs else None
    return None


def _is_said_by_nobody(tree: Tree, verb: int, lexicon: AttributionLexicon) -> bool:
    """Whether a verb's subject is none: "ningún grupo se atribuyó el atentado"."""
    subject = _subject(tree, verb, lexicon)
    words = () if subject is None else (subject, *tree.children(subject, "det"))
    return any(tree.has_feature(word, "PronType=Neg") for word in words)


def _is_told(tree: Tree, token: int, verb: int, lexicon: AttributionLexicon) -> bool:
    """Whether a clause, or a noun in its place ("nine dead, he said"), is what a verb tells."""
    function = relation(tree.deprel[token])
    if not lexicon.clause_marks:
        return function in _TOLD
    if _is_apart(tree, token, verb, lexicon) and (token < verb or function == "parataxis"):
        return False
    fronted = function == "nsubj" and token < verb and _subject(tree, verb, lexicon) != token
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
    for child in tree.children(token):
        if child == below:
            continue
        if _stands_beside(tree, child, lexicon):
            return _attribution(tree, child, lexicon, mentions)
        marker = next((c for c in tree.children(child, "case")), None)
        if marker is not None and tree.lower[marker] in lexicon.source_cases:
            source = _issuer(tree, child, lexicon, mentions)
            return _of_source(tree, source, tree.token_span(marker), mentions)
        is_case = tree.lower[child] in lexicon.source_cases
        accord = tree.children(child, "obl", "nmod") if is_case else ()
        if accord:
            return _of_source(tree, accord[0], tree.token_span(child), mentions)
        marked = _behind_case(tree, child, lexicon)
        if marked is not None:
            source = _issuer(tree, marked[0], lexicon, mentions)
            return _of_source(tree, source, marked[1], mentions)
    return None


def _issuer(
    tree: Tree, source: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> int:
    """Give who a count or report is by, where it says so: "según el recuento de la Cruz Roja"."""
    if not lexicon.clause_marks or tree.lower_lemma[source] not in lexicon.source_nouns:
        return source
    holders = (mentions.get(c) for c in tree.children(source, "nmod"))
    named = (m for m in holders if m is not None and m.type in ("person", "organization"))
    holder = next(named, None)
    head = None if holder is None else tree.head_of(holder.span)
    return source if head is None else head


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
    subject = _subject(tree, clause, lexicon)
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
        source = next((t for t in nearest if tree.upos[t] in _NAMING), None)
        return None if source is None else (source, tree.span(first, first + size - 1))
    return None


def _subject(tree: Tree, verb: int, lexicon: AttributionLexicon) -> int | None:
    """Give the subject of a verb of speech, also one behind it that looks like its object."""
    subjects = [c for c in tree.children(verb) if tree.deprel[c] in _SUBJECTS]
    if len(subjects) > 1 and lexicon.clause_marks:  # "el juez, dijo el fiscal, murió"
        subjects = [c for c in subjects if c > verb] or subjects
    subject = next(iter(subjects), None)
    relative = subject is not None and tree.has_feature(subject, _RELATIVE)
    if relative and tree.deprel[verb] == "acl:relcl":  # "el testigo que dijo que"
        return tree.head[verb]
    if subject is not None or not lexicon.clause_marks or tree.children(verb, "expl"):
        return subject
    behind = (c for c in tree.children(verb, "obj") if c > verb and tree.case(c) is None)
    return next((c for c in behind if tree.upos[c] in _NAMING), None)


def _attribution(
    tree: Tree, verb: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> Attribution:
    subject = _subject(tree, verb, lexicon)
    cue = tree.token_span(verb)
    if subject is None and lexicon.clause_marks:
        subject = _behind_addressee(tree, verb, mentions)
        for clause in tree.children(verb, "csubj", "ccomp"):
            first, last = tree.extent(clause)
            if last < verb and tree.has_feature(first, _RELATIVE):  # "quienes lo vieron cuentan"
                return Attribution(cue, tree.span(first, last))
        if subject is None and not tree.children(verb, "expl"):
            subject = understood_subject(tree, verb, lambda token: _may_speak(token, mentions))
    if subject is None or tree.deprel[subject] == "nsubj:pass":
        return Attribution(cue)
    return _of_source(tree, subject, cue, mentions)


def _may_speak(token: int, mentions: Mapping[int, Mention]) -> bool:
    mention = mentions.get(token)
    return mention is not None and mention.type in ("person", "organization")


def _behind_addressee(tree: Tree, verb: int, mentions: Mapping[int, Mention]) -> int | None:
    """Find a speaker that the parser took for the name of the one addressed.

    "Contó a esta radio Rufina Calle": without a comma stands who spoke, if it is a person.
    """
    for addressee in tree.children(verb, "obj", "iobj", "obl"):
        for name in tree.children(addressee, "appos", "flat"):
            mention = mentions.get(name)
            person = mention is not None and mention.type == "person"
            if person and addressee > verb and tree.form[name - 1] != ",":
                return name
    return None


def _noun_source(tree: Tree, noun: int, mentions: Mapping[int, Mention]) -> Attribution:
    holder = tree.child(noun, "nmod:poss", "nmod")
    named = holder is not None and tree.upos[holder] != "PRON"
    source = holder if holder is not None and named else noun
    return _of_source(tree, source, tree.token_span(noun), mentions)


def _of_source(tree: Tree, source: int, cue: Span, mentions: Mapping[int, Mention]) -> Attribution:
    """Name a source by its whole phrase: "doctors at the local hospital", not what clauses add."""
    first, last = tree.extent(source, without=_ADDED)
    while first < source and (tree.upos[first] == "ADP" or tree.glued(first)):  # "del fiscal"
        first += 1
    phrase, mention = tree.span(first, last), mentions.get(source)
    if mention is None:
        return Attribution(cue, phrase)
    fuller = phrase.holds(mention.span) and mention.kind != "name"
    return Attribution(cue, phrase if fuller else mention.span, mention.id)

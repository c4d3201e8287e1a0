"""Who speaks: the words that name the source of what a verb or noun tells."""

from collections.abc import Mapping

from kipu.lang.events import AttributionLexicon
from kipu.model.readings import Attribution, Mention
from kipu.model.spans import Span
from kipu.reading.subjects import understood_subject
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

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
_CLAUSES = frozenset(("acl:relcl", "acl"))
_LONGEST_CLAUSE = 10
"""The most words of a clause that belongs to a source's phrase ("all whom we have asked")."""
_BEHIND = 3
"""Words within which a speaker begins behind the verb."""
_RELATIVE = "PronType=Int,Rel"
NAMING = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
"""Parts of speech of what can name a source."""
_SUBJECTS = NOMINAL_SUBJECTS - {"csubj"}


def told_by(
    tree: Tree, verb: int, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
) -> Attribution:
    """Give who tells, by a verb of speech: its subject, or the agent of a passive.

    Of a rumour ("it is rumoured that") the words that call it so are the source; what is only
    believed or said has none.
    """
    subject, cue = speaker(tree, verb, lexicon), tree.token_span(verb)
    if subject is None and tree.deprel[verb] == "acl":  # "a report alleging that"
        return of_paper(tree, tree.head[verb], cue, lexicon, mentions)
    if subject is None and lexicon.clause_marks:
        subject = _behind_addressee(tree, verb, mentions)
        for clause in tree.children(verb, "csubj", "ccomp"):
            first, last = tree.extent(clause)
            if last < verb and tree.has_feature(first, _RELATIVE):  # "quienes lo vieron cuentan"
                return Attribution(cue, tree.span(first, last))
        if subject is None and not tree.children(verb, "expl"):
            subject = understood_subject(tree, verb, lambda token: _may_speak(token, mentions))
    if subject is None:
        subject = _beside_comma(tree, verb)
    if subject is None or tree.deprel[subject] == "nsubj:pass":
        return _of_nobody(tree, verb, cue, lexicon, mentions)
    return of_source(tree, issuer(tree, subject, lexicon, mentions), cue, mentions)


def _beside_comma(tree: Tree, verb: int) -> int | None:
    """Find the speaker of a tag that the parser hung elsewhere: "..., say villagers."."""
    sentence = tree.sentence_of[verb]
    stops = [t for t in sentence if tree.form[t] == ","]
    begin = max((t + 1 for t in stops if t < verb), default=None)
    if begin is None or begin != verb:
        return None
    end = min((t for t in stops if t > verb), default=sentence.stop)
    return tag_speaker(tree, verb, range(begin, end))


def _of_nobody(
    tree: Tree,
    verb: int,
    cue: Span,
    lexicon: AttributionLexicon,
    mentions: Mapping[int, Mention],
) -> Attribution:
    """Give the agent of a passive; else the words of hearsay: "se asegura", "it is rumoured"."""
    for agent in tree.children(verb, "obl"):
        if tree.case(agent) in lexicon.agent_cases and _may_speak(agent, mentions):
            return of_source(tree, agent, cue, mentions)
    opening = [c for c in tree.children(verb, "expl", "aux") if c < verb]
    rumour = tree.lower_lemma[verb] in lexicon.hearsay_verbs
    if rumour and any(relation(tree.deprel[c]) == "expl" for c in opening):
        return Attribution(cue, tree.span(min(opening), verb))
    return Attribution(cue)


def issuer(
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


def speaker(tree: Tree, verb: int, lexicon: AttributionLexicon) -> int | None:
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
    return next((c for c in behind if tree.upos[c] in NAMING), None)


def _may_speak(token: int, mentions: Mapping[int, Mention]) -> bool:
    mention = mentions.get(token)
    return mention is not None and mention.type in ("person", "organization")


def tag_speaker(tree: Tree, verb: int, tag: range) -> int | None:
    """Give who speaks in a tag ("said a witness"): the noun before the verb, else right behind."""
    nouns = [t for t in tag if tree.upos[t] in NAMING and tree.case(t) is None]
    before = [t for t in nouns if t < verb]
    behind = [t for t in nouns if verb < t <= verb + _BEHIND]
    return next((t for t in before or behind if tree.head[t] not in (before or behind)), None)


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


def of_paper(
    tree: Tree,
    noun: int,
    cue: Span,
    lexicon: AttributionLexicon,
    mentions: Mapping[int, Mention],
) -> Attribution:
    """Name whose a report or rumour is: who holds it, or made it public; else the paper itself."""
    holder = tree.child(noun, "nmod:poss", "nmod")
    if holder is not None and tree.upos[holder] != "PRON" and _may_speak(holder, mentions):
        return of_source(tree, holder, cue, mentions)
    verb = tree.governor(noun)
    issued = verb is not None and tree.lower_lemma[verb] in lexicon.issuing_verbs
    if verb is not None and issued and relation(tree.deprel[noun]) == "obj":
        author = speaker(tree, verb, lexicon)
        for upper in tree.ancestors(verb):  # "saw fit to publish a report"
            author = speaker(tree, upper, lexicon) if author is None else author
        if author is not None and _may_speak(author, mentions):
            return of_source(tree, author, cue, mentions)
    return of_source(tree, noun, cue, mentions)


def of_source(tree: Tree, source: int, cue: Span, mentions: Mapping[int, Mention]) -> Attribution:
    """Name a source by its whole phrase: "doctors at the local hospital", not what clauses add.

    The name behind an office belongs to it ("the mayor, Ana Roca"), and so does a clause without
    which the phrase names nobody ("a woman who called herself Ana"). Of a pronoun it is
    what it stands for.
    """
    antecedent = _antecedent(tree, source, mentions)
    source = source if antecedent is None else antecedent
    first, last = tree.extent(source, without=_ADDED)
    while first < source and (tree.upos[first] == "ADP" or tree.glued(first)):  # "del fiscal"
        first += 1
    last = _with_name(tree, source, last, cue)
    phrase, mention = tree.span(first, last), mentions.get(source)
    if mention is None:
        return Attribution(cue, phrase)
    fuller = phrase.holds(mention.span) and mention.kind != "name"
    return Attribution(cue, phrase if fuller else mention.span, mention.id)


def _antecedent(tree: Tree, token: int, mentions: Mapping[int, Mention]) -> int | None:
    """Find the nearest word before a pronoun that names or describes whom it stands for."""
    mention = mentions.get(token)
    if mention is None or mention.kind != "pronoun" or tree.upos[token] != "PRON":
        return None
    before = [
        t
        for t, other in mentions.items()
        if t < token and other.chain == mention.chain and other.kind != "pronoun"
    ]
    named = [t for t in before if mentions[t].kind == "name"]
    return max(named or before, default=None)


def _with_name(tree: Tree, source: int, last: int, cue: Span) -> int:
    """Give the last word of a source's phrase with its apposed name or restricting clause."""
    behind = last + 1
    for child in tree.children(source, "appos", "acl"):
        first, end = tree.extent(child)
        named = tree.deprel[child] == "appos" and tree.upos[child] == "PROPN"
        if named and child > source and first <= last + 2:
            return tree.extent(child, without=_ADDED)[1]
        adjoins = first == behind and tree.upos[first] != "PUNCT"
        # not "the witness who said that", nor what a rumour says ("the claim that")
        apart = not tree.span(first, end).holds(cue) and not tree.children(child, "mark")
        restricts = tree.deprel[child] in _CLAUSES and adjoins and end > last and apart
        if restricts and end - first < _LONGEST_CLAUSE and tree.upos[source] != "PROPN":
            return end - (tree.upos[end] == "PUNCT")
    return last

"""Dictionary forms of words."""

from collections.abc import Callable, Sequence

from kipu.lang.syntax import SyntaxRules
from kipu.syntax.columns import Columns

INFLECTED = frozenset(("VERB", "AUX", "NOUN", "ADJ", "ADV"))
ROMAN = frozenset("IVXLCDM")
PLAIN = frozenset(("NOUN", "VERB", "ADV"))
"""Kinds of word that have a capital at the beginning of a sentence or in a headline only."""
AS_WRITTEN = frozenset(("PROPN", "X", "SYM"))


class Lemmatiser:
    """Gives the lemma of a form with a part of speech; what it has found once it keeps."""

    def __init__(self, rules: SyntaxRules) -> None:
        self.rules = rules
        self._listed = _word_list(rules.language)
        self._exceptions = dict(rules.lemmas)
        for verb in rules.verbs:
            for form in (*verb.past, *verb.participle):
                self._exceptions.setdefault(("VERB", form), verb.lemma)
        self._known: dict[tuple[str, str, bool], str] = {}

    def lemmas(self, forms: Sequence[str], upos: Sequence[str]) -> list[str]:
        """Give the lemmas of the words of one sentence."""
        means = not _is_titled(forms, upos)
        return [
            self.lemma(form, tag, in_sentence=means and place > 0)
            for place, (form, tag) in enumerate(zip(forms, upos, strict=True))
        ]

    def lemma(self, form: str, upos: str, *, in_sentence: bool = True) -> str:
        """Give a form's lemma, in small letters except for names and the like.

        Args:
            in_sentence: Whether a capital at the beginning means something here, as it does not
                in the first word of a sentence or in a headline with many capitals.
        """
        if upos in AS_WRITTEN:
            return form
        key = (upos, form, in_sentence)
        if key not in self._known:
            self._known[key] = self._find(form, upos, in_sentence=in_sentence)
        return self._known[key]

    def _find(self, form: str, upos: str, *, in_sentence: bool) -> str:
        small = form.lower().replace("’", "'")
        exception = self._exceptions.get((upos, small))
        if exception is not None:
            return exception
        if upos == "NUM":
            return form.replace(",", "") if form[0].isdigit() or set(form) <= ROMAN else small
        if upos not in INFLECTED:
            return small
        lemma = self._regular(small, "VERB" if upos == "AUX" else upos)
        capital = form[0].isupper() and not form[1:].isupper()
        if upos == "ADJ" and capital and (in_sentence or self._listed(form) == form):
            return form[0] + lemma[1:]
        return lemma

    def _regular(self, form: str, upos: str) -> str:
        candidates = [
            ending.find.sub(ending.put, form)
            for ending in self.rules.endings
            if ending.upos == upos and ending.find.search(form)
        ]
        real = [word for word in candidates if self._is_lemma(word, upos)]
        if upos in ("ADJ", "ADV"):
            return real[0] if real else form
        return (real or candidates or [form])[0]

    def _is_lemma(self, word: str, upos: str) -> bool:
        """Whether the word list has a word as a lemma, for a verb one whose third person it has."""
        if self._listed(word) != word:
            return False
        return upos != "VERB" or self._listed(word + "s") == word or word[-1] in "shxzyo"


def settled_lemmas(columns: Columns, feats: Sequence[str], rules: SyntaxRules) -> tuple[str, ...]:
    """Tell apart the forms of two words by their relation and the features of their governor."""
    lemmas = list(columns.lemma)
    for word, form in enumerate(columns.form):
        key = form.lower().replace("’", "'"), columns.deprel[word]
        for features in (feats[columns.head[word]], ""):
            lemmas[word] = rules.homographs.get((*key, features), lemmas[word])
    return tuple(lemmas)


def _is_titled(forms: Sequence[str], upos: Sequence[str]) -> bool:
    """Whether most of a sentence's plain words have capitals, as in a headline."""
    pairs = list(zip(forms, upos, strict=True))[1:]
    plain = [form for form, tag in pairs if tag in PLAIN and form[0].isalpha()]
    return sum(form[0].isupper() for form in plain) * 2 > len(plain)


def _word_list(language: str) -> Callable[[str], str | None]:
    """Give a function from a form to the lemma that simplemma's word list has for it."""
    from simplemma import is_known, lemmatize

    def listed(form: str) -> str | None:
        return lemmatize(form, lang=language) if is_known(form, lang=language) else None

    return listed

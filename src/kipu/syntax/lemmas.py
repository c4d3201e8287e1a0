"""Dictionary forms of words."""

from collections.abc import Callable

from kipu.lang.syntax import SyntaxRules

INFLECTED = frozenset(("VERB", "AUX", "NOUN", "ADJ", "ADV"))
AS_WRITTEN = frozenset(("PROPN", "X", "SYM", "PUNCT"))


class Lemmatiser:
    """Gives the lemma of a form with a part of speech; what it has found once it keeps."""

    def __init__(self, rules: SyntaxRules) -> None:
        self._rules = rules
        self._lookup = _word_list(rules.language)
        self._exceptions = dict(rules.lemmas)
        for verb in rules.verbs:
            for form in (*verb.past, *verb.participle):
                self._exceptions.setdefault(("VERB", form), verb.lemma)
        self._known: dict[tuple[str, str], str] = {}

    def lemma(self, form: str, upos: str) -> str:
        """Give a form's lemma, in small letters except for names and the like."""
        if upos in AS_WRITTEN:
            return form
        key = (upos, form)
        if key not in self._known:
            self._known[key] = self._find(form.lower().replace("’", "'"), upos)
        return self._known[key]

    def _find(self, form: str, upos: str) -> str:
        exception = self._exceptions.get((upos, form))
        if exception is not None:
            return exception
        if upos == "NUM":
            return form.replace(",", "") if form[0].isdigit() else form
        if upos not in INFLECTED:
            return form
        return self._regular(form, "VERB" if upos == "AUX" else upos)

    def _regular(self, form: str, upos: str) -> str:
        candidates = [
            ending.find.sub(ending.put, form)
            for ending in self._rules.endings
            if ending.upos == upos and ending.find.search(form)
        ]
        listed = self._lookup(form)
        if listed in candidates:
            return listed
        real = [word for word in candidates if self._lookup(word) == word]
        if upos in ("ADJ", "ADV"):
            return real[0] if real else form
        return (real or candidates or [form])[0]


def _word_list(language: str) -> Callable[[str], str | None]:
    """Give a function from a form to the lemma that simplemma's word list has for it."""
    from simplemma import is_known, lemmatize

    def lookup(form: str) -> str | None:
        if not is_known(form, lang=language):
            return None
        return lemmatize(form, lang=language).lower()

    return lookup

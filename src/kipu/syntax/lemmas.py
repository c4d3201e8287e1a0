"""Dictionary forms: by what is known of a language's words, else by the model's lemma rules."""

from collections.abc import Callable, Iterator, Sequence

from kipu.lang.syntax import SyntaxRules
from kipu.syntax.scripts import apply_script

INFLECTED = frozenset(("VERB", "NOUN", "ADJ", "ADV"))
KEPT_WORDS = 50_000
UNCHANGED = frozenset(("ADJ", "ADV"))
"""Kinds of word most of which are their own lemma."""


class Lemmatiser:
    """Gives the lemma of a form; what it has found once it keeps.

    The model sees how a word is used, and how words change, but it does not know every word:
    "declared" may come from "declar". So for verbs, nouns, adjectives and adverbs exceptions come
    first, then regular endings, then the model's rules; the first that makes a word of the word
    list counts.
    """

    def __init__(self, rules: SyntaxRules) -> None:
        self._rules = rules
        self._with_endings = {ending.upos for ending in rules.endings}
        self._listed = _word_list(rules.language)
        self._known: dict[tuple[str, str, tuple[str, ...]], str] = {}

    def lemma(self, form: str, upos: str, scripts: tuple[str, ...]) -> str:
        """Give a form's lemma.

        Args:
            scripts: The model's lemma rules for the form, the likeliest first.
        """
        key = form, upos, scripts
        if len(self._known) > KEPT_WORDS:
            self._known.clear()
        if key not in self._known:
            self._known[key] = self._find(form, upos, scripts)
        return self._known[key]

    def _find(self, form: str, upos: str, scripts: tuple[str, ...]) -> str:
        likeliest = apply_script(form, scripts[0]) if scripts else form.lower()
        if upos not in INFLECTED:
            return likeliest
        small = form.lower().replace("’", "'")
        lemma = self._rules.lemmas.get((upos, small)) or self._plain(small, upos, scripts)
        # The model sees whether capitals are the word's own: "Peruvian", "Supreme", "UNHCR".
        if likeliest.lower() == lemma:
            return likeliest
        return lemma[0].upper() + lemma[1:] if likeliest[0].isupper() else lemma

    def _plain(self, form: str, upos: str, scripts: Sequence[str]) -> str:
        """Give the lemma of a form in small letters."""
        if upos in self._with_endings:
            found = list(self._by_endings(form, upos))
            unknown = form if upos in UNCHANGED or not found else found[0]
        else:
            found = [apply_script(form, script) for script in scripts] or [form]
            unknown = found[0]
        return next((word for word in found if self._is_lemma(word, upos)), unknown)

    def _by_endings(self, form: str, upos: str) -> Iterator[str]:
        for ending in self._rules.endings:
            if ending.upos == upos and ending.find.search(form):
                yield ending.find.sub(ending.put, form)

    def _is_lemma(self, word: str, upos: str) -> bool:
        """Whether the word list has a word as a lemma, for a verb with endings its -s form too."""
        if self._listed(word) != word:
            return False
        regular = upos != "VERB" or upos not in self._with_endings
        return regular or self._listed(word + "s") == word or word[-1] in "shxzyo"


def _word_list(language: str) -> Callable[[str], str | None]:
    """Give a function from a form to the lemma that simplemma's word list has for it."""
    from simplemma import is_known, lemmatize

    def listed(form: str) -> str | None:
        return lemmatize(form, lang=language) if is_known(form, lang=language) else None

    return listed

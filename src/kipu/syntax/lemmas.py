"""Dictionary forms: by what is known of a language's words and by the model's lemma rules."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from kipu.lang.syntax import Ending, SyntaxRules
from kipu.syntax.scripts import apply_script

KEPT_WORDS = 50_000
UNCHANGED = frozenset(("ADJ", "ADV"))
"""Kinds of word most of which are their own lemma."""
VERBS = frozenset(("VERB", "AUX"))


class Lemmatiser:
    """Gives the lemma of a form; what it has found once it keeps.

    The model sees how a word is used, and how words change, but it does not know every word:
    "declared" may come from "declar". So for kinds of word with endings exceptions come first, then
    the endings, the likeliest first; the first that makes a word of the word list counts. Where the
    endings leave much open, as in Spanish ("crea" may come from "crear" or from "creer"), they only
    say what is possible, and what the model proposes of that comes first.
    """

    def __init__(self, rules: SyntaxRules) -> None:
        self._rules = rules
        self._proposed = rules.proposed
        self._infinitive, self._unused = rules.infinitive, rules.unused
        self._endings: dict[str, list[Ending]] = {}
        for ending in rules.endings:
            self._endings.setdefault(ending.upos, []).append(ending)
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
        if upos not in self._endings:
            return likeliest
        small = form.lower().replace("’", "'")
        lemma = self._rules.lemmas.get((upos, small)) or self._plain(small, upos, scripts)
        # The model sees whether capitals are the word's own: "Peruvian", "Supreme", "UNHCR".
        if likeliest.lower() == lemma:
            return likeliest
        return lemma[0].upper() + lemma[1:] if likeliest[0].isupper() else lemma

    def _plain(self, form: str, upos: str, scripts: Sequence[str]) -> str:
        """Give the lemma of a form in small letters."""
        if upos in self._proposed:
            found = self._by_model(form, upos, scripts)
            lemma = next((word for word in found if self._is_lemma(word, upos)), None)
            return lemma or self._unlisted(form, upos, scripts)
        made = list(self._by_endings(form, upos))
        unknown = form if upos in UNCHANGED or not made else made[0]
        return next((word for word in made if self._is_lemma(word, upos)), unknown)

    def _by_endings(self, form: str, upos: str) -> Iterator[str]:
        for ending in self._endings.get(upos, ()):
            if ending.find.search(form) and (word := ending.find.sub(ending.put, form)):
                yield word

    def _by_model(self, form: str, upos: str, scripts: Sequence[str]) -> Iterator[str]:
        """Give first what the model proposes, second what the word list says of a verb."""
        possible = list(self._by_endings(form, upos))
        listed = self._listed(form) if upos in VERBS else None
        if listed and listed in self._by_endings(listed, upos):
            possible.insert(0, listed)
        proposed = (apply_script(form, script) for script in scripts)
        yield from (word for word in proposed if word in possible)
        yield from possible

    def _unlisted(self, form: str, upos: str, scripts: Sequence[str]) -> str:
        """Give a lemma that is not in the word list, which may know the form as another word."""
        if self._listed(form) == form:
            return form
        return next(self._by_model(form, upos, scripts), form)

    def _is_lemma(self, word: str, upos: str) -> bool:
        """Whether the word list has a word as a lemma, for a verb another form of it too."""
        listed = self._listed(word)
        if upos == "ADJ" and self._infinitive and listed not in (None, word):
            return self._is_lemma(listed, "VERB")
        if listed != word:
            return False
        if upos in VERBS and self._infinitive:
            return word not in self._unused and any(
                word.endswith(ending) and self._listed(word.removesuffix(ending) + other) == word
                for ending, other in self._infinitive
            )
        return upos != "VERB" or self._listed(word + "s") == word or word[-1] in "shxzyo"


def _word_list(language: str) -> Callable[[str], str | None]:
    """Give a function from a form to the lemma that simplemma's word list has for it."""
    from simplemma import is_known, lemmatize

    @lru_cache(KEPT_WORDS)
    def listed(form: str) -> str | None:
        return lemmatize(form, lang=language) if is_known(form, lang=language) else None

    return listed

"""Which language a text is in."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 500
"""Characters that are looked at; they decide every page of the development corpus rightly."""
FEWEST_LETTERS = 10
LONG, MOST_PARAGRAPHS, SURE = 120, 12, 0.9
"""Characters of a paragraph whose language is told by itself, how many of them are looked at, and
the probability that counts there: one looked at takes a tenth of a millisecond."""
SUREST = 0.5
"""Least probability. Of English sentences of 40 to 80 letters 0.96 are then right and 0.002 wrong
(at 0.9: 0.88 and 0; without a limit 0.99 and 0.015), of Spanish ones 0.87 and 0.03.
``python -m bench.language en en_ewt-ud-dev.conllu``"""

_WITHOUT_NEWS = frozenset(
    (
        "an",
        "eo",
        "ext",
        "gcf",
        "gcr",
        "grc",
        "hbo",
        "la",
        "lij",
        "oc",
        "pcm",
        "sa",
        "vec",
        "vo",
        "wa",
        "zxx",
    )
)
"""Languages that draw short texts of their great neighbours to themselves: "Una patrulla mató a
ocho campesinos" is Aragonese to the model by 0.47, Spanish by 0.33."""


def detect_language(text: str) -> str | None:
    """Give the ISO 639-1 code of a text's language, ``None`` if too short or undecided.

    >>> detect_language("The court set aside the verdict on Monday and ordered a new trial.")
    'en'
    >>> detect_language("Una patrulla mató a ocho campesinos en Huaylla.")
    'es'
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return None
    code, score = _identifier().classify(sample)
    return str(code) if score >= SUREST else None


def language_shares(paragraphs: Sequence[str]) -> dict[str, float]:
    """Give the share of the letters of paragraphs by language, of those that decide it.

    At most :data:`MOST_PARAGRAPHS` are looked at, from all over the text.
    """
    long = [paragraph for paragraph in paragraphs if len(paragraph) >= LONG]
    step = -(-len(long) // MOST_PARAGRAPHS) or 1
    letters = Counter[str]()
    for paragraph in long[::step]:
        code, score = _identifier().classify(paragraph[:LONG])
        if score >= SURE:
            letters[str(code)] += len(paragraph)
    return {code: count / letters.total() for code, count in letters.most_common()}


@cache
def _identifier() -> LanguageIdentifier:
    """Loading takes half a second and 80 MB; done once a process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([c for c in identifier.nb_classes if c not in _WITHOUT_NEWS])
    return identifier

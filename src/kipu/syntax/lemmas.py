"""Dictionary forms of words."""

from collections.abc import Sequence


def lemmatise(forms: Sequence[str], upos: Sequence[str], language: str) -> tuple[str, ...]:
    """Give the lemma of each word; proper nouns keep their form."""
    from simplemma import lemmatize

    return tuple(
        form if tag == "PROPN" else lemmatize(form.lower(), lang=language).lower()
        for form, tag in zip(forms, upos, strict=True)
    )

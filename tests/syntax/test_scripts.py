"""Lemma rules."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kipu.syntax.scripts import apply_script, lemma_script

WORDS = st.text(min_size=1, max_size=12)


@given(WORDS, WORDS)
@example("II", "2")
@example("Ab", "A1")
def test_a_script_makes_the_lemma(form: str, lemma: str) -> None:
    """Whatever the form and its lemma, the script of the two makes the one of the other."""
    assert apply_script(form, lemma_script(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("shown", "other"),
    [
        (("killed", "kill"), ("wounded", "wound")),
        (("viven", "vivir"), ("escriben", "escribir")),
        (("condenados", "condenar"), ("Acusados", "acusar")),
        (("Quispe", "Quispe"), ("Lima", "Lima")),
        (("LIMA", "Lima"), ("PERU", "Peru")),
    ],
)
def test_a_script_holds_for_other_words(shown: tuple[str, str], other: tuple[str, str]) -> None:
    """A script that is learnt from one word makes the lemma of others that change alike."""
    assert apply_script(other[0], lemma_script(*shown)) == other[1]


@given(WORDS, st.sampled_from(["l9", "k3", "c5en", "l0", "l=be"]))
def test_no_lemma_is_empty(form: str, script: str) -> None:
    """A script that was learnt from longer words leaves something of a short one."""
    assert apply_script(form, script)

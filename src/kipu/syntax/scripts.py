"""Lemma rules: how a form is changed into its lemma, written as a short script.

A script is a letter for the case and then what is cut from the end and put there: ``"l2ir"`` makes
``"viven"`` ``"vivir"``, ``"k0"`` keeps a form, ``"l=be"`` replaces it whole.
"""

from itertools import takewhile

LOWER, KEEP, CAPITAL = "l", "k", "c"
WHOLE = "="


def lemma_script(form: str, lemma: str) -> str:
    """Give the script that makes a lemma of a form.

    >>> lemma_script("viven", "vivir"), lemma_script("Lima", "Lima"), lemma_script("was", "be")
    ('l2ir', 'k0', 'l=be')
    """
    for case in (LOWER, KEEP, CAPITAL):
        base = _with_case(form, case)
        pairs = zip(base, lemma, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        fits = (case == LOWER) is (lemma == lemma.lower()) and not lemma[same : same + 1].isdigit()
        if fits and 0 < same >= min(len(base), len(lemma)) / 2:
            return f"{case}{len(base) - same}{lemma[same:]}"
    return f"{LOWER}{WHOLE}{lemma}"


def apply_script(form: str, script: str) -> str:
    """Give the lemma that a script makes of a form; never empty.

    >>> apply_script("Viven", "l2ir"), apply_script("LIMA", "c0"), apply_script("Is", "l=be")
    ('vivir', 'Lima', 'be')
    """
    case, change = script[0], script[1:]
    if change[0] == WHOLE:
        return change[1:]
    digits = len(change) - len(change.lstrip("0123456789"))
    base = _with_case(form, case)
    return base[: max(0, len(base) - int(change[:digits]))] + change[digits:] or form


def _with_case(form: str, case: str) -> str:
    if case == LOWER:
        return form.lower()
    return form if case == KEEP else form[:1] + form[1:].lower()

"""Where sentences begin by their marks, and where running words may be cut into runs."""

from collections.abc import Sequence

from kipu.lang.syntax import SyntaxRules
from kipu.syntax.words import Word

FINAL = frozenset(".!?…")
CLOSING = frozenset("”’)]}»")
STOP = "."
BULLETS = frozenset("•·▪‣-–—*")
STRAIGHT = frozenset("\"'")
OPENING = frozenset("“‘([{«\"'-–—•*¿¡$€£")
STRONG = frozenset(".!?;:")
WEAK = frozenset(',)]—–”"')
SPEECH_REACH = 4
"""Words after a closing quotation mark among which a word of speaking is looked for."""


def sure_starts(text: str, words: Sequence[Word]) -> list[int]:
    """Give the words that stand after an empty line, or begin an item of a list on a line."""
    return [index + 1 for index in range(len(words)) if _gap(text, words, index)]


def marked_starts(text: str, words: Sequence[Word], rules: SyntaxRules) -> list[int]:
    """Give the words that begin a sentence if marks and capitals can be trusted."""
    ends = (_end_at(text, words, index, rules) for index in range(len(words)))
    return sorted({0, *(end for end in ends if end is not None)})


def _end_at(text: str, words: Sequence[Word], index: int, rules: SyntaxRules) -> int | None:
    """Give where the next sentence begins if one ends with the word at ``index``."""
    if words[index].form[-1] not in FINAL and not _gap(text, words, index):
        return None
    after = _after_closing(words, index)
    if after < len(words) and _ends(text, words, index, after, rules):
        return after
    return None


def _gap(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether an empty line, or the beginning of an item of a list, follows a word."""
    if index + 1 >= len(words):
        return False
    following = words[index + 1]
    lines = text.count("\n", words[index].end, following.start)
    return lines > 1 or (lines == 1 and following.form in BULLETS)


def _after_closing(words: Sequence[Word], index: int) -> int:
    """Give the index after the closing quotation marks and brackets that follow a word."""
    after = index + 1
    while after < len(words) and _closes(words, after):
        after += 1
    return after + 3 if _is_reference(words[after : after + 3]) else after


def _is_reference(words: Sequence[Word]) -> bool:
    """Whether three words are the number of a footnote in brackets."""
    return len(words) == 3 and words[0].form == "[" and words[1].form.isdigit()


def _closes(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.form in CLOSING:
        return True
    touches = word.start == words[index - 1].end
    return touches and set(word.form) <= STRAIGHT


def _ends(text: str, words: Sequence[Word], index: int, after: int, rules: SyntaxRules) -> bool:
    """Whether the word at ``index`` ends a sentence and the one at ``after`` begins another."""
    if _gap(text, words, after - 1):
        return True
    following = _first_letter(words, after)
    if following is None or following.form[0].islower() or not following.form[0].isalnum():
        return False
    form = words[index].form
    if len(form) > 1 and form[-1] == "." and form[0] not in FINAL:
        return _ends_abbreviation(form, following, rules)
    quoted = after > index + 1 and form != "."
    return not (quoted and _speaks(words, after, rules))


def _first_letter(words: Sequence[Word], index: int) -> Word | None:
    """Give the first word from ``index`` on that is not an opening mark."""
    for word in words[index : index + 4]:
        if word.form[0] not in OPENING:
            return word
    return None


def _ends_abbreviation(form: str, following: Word, rules: SyntaxRules) -> bool:
    if form[:-1] in rules.lists["title"]:
        return False
    return following.form in rules.lists["opener"]


def _speaks(words: Sequence[Word], after: int, rules: SyntaxRules) -> bool:
    near = words[after : after + SPEECH_REACH]
    return any(word.form in rules.lists["speech"] for word in near)


def lacks_stop(forms: Sequence[str]) -> bool:
    """Whether words end without a mark, as headlines, captions and headings do.

    >>> [lacks_stop(text.split()) for text in ("Judge shot dead", "It rained .", "“ Stop ! ”")]
    [True, False, False]
    """
    return forms[-1][-1] not in FINAL | CLOSING | STRAIGHT | STRONG and len(forms) > 1


def last_fitting(lengths: Sequence[int], begin: int, most_words: int, most_length: int) -> int:
    """Give the end of the longest run from ``begin`` on that is not too long.

    Args:
        lengths: Of each word, in the unit of ``most_length``; none is above it.
    """
    total = 0
    for index in range(begin, min(begin + most_words, len(lengths))):
        total += lengths[index]
        if total > most_length:
            return index
    return min(begin + most_words, len(lengths))


def place_to_cut(words: Sequence[Word], begin: int, end: int) -> int:
    """Give the place behind the last strong, else the last weak mark of a run's second half."""
    for marks in (STRONG, WEAK):
        for at in range(end, begin + (end - begin) // 2, -1):
            if words[at - 1].form in marks:
                return at
    return end

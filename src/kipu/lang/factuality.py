"""How a language marks how sure its texts are: shape of the cues."""

from typing import Literal

import msgspec

Effect = Literal["certain", "probable", "possible", "denied", "planned", "hypothetical", "negate"]
"""A factuality that the scope gets, at most; ``negate`` turns it round."""


class FactualityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a word, or the form of a verb, does to the factuality of an event in its scope.

    ``words`` are lemmas. ``scope`` says where the event stands:

    - ``clause``: in a clause that the word governs ("refused to pay", "alleges that")
    - ``noun``: as a noun that the word governs ("demands the release"), and as a clause
    - ``modifier``: the word depends on the trigger ("the alleged bribe", "reportedly")
    - ``auxiliary``: the word is an auxiliary of the trigger ("will")
    - ``mark``: the word opens the trigger's clause ("if")
    - ``form``: the trigger's verb, or an auxiliary of it, has all ``feats`` ("renunciará")

    ``voice`` limits ``clause`` and ``noun`` to a passive or active governor, ``cases`` limits
    ``noun`` to nouns with one of these case markers ("" for none), ``ahead`` to words that say for
    when ("called a strike for Thursday"), ``nouns`` to these lemmas ("ordered his arrest", but not
    "ordered the murder"); with ``definite`` it holds for definite nouns too.
    ``feats`` limit ``clause`` and ``auxiliary`` to words with these features ("pudo", "tuvo que").
    ``negated`` is the effect of a governor that is negated, in place of its own effect and of the
    negation ("no descarta"); where both are certain, nothing above the governor counts ("dijo no
    saber que"). A word may have a particle ("rule out"), the word that opens the
    clause ("amenazar con", "estar a punto de") or, as an auxiliary, the word behind it ("haber
    de"); of a word's rules those of the most words hold, and of these those of the most features. A
    modifier may be a phrase ("al parecer"). An ``attempt`` says nothing against what is done by
    trying ("tried to rescue them").
    ``says`` are examples in which an event has the effect, ``never`` texts in which none has it.
    """

    id: str
    effect: Effect
    scope: Literal["clause", "noun", "modifier", "auxiliary", "mark", "form"]
    says: tuple[str, ...]
    never: tuple[str, ...]
    words: frozenset[str] = frozenset()
    attempt: bool = False
    voice: Literal["active", "passive"] | None = None
    cases: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    feats: frozenset[str] = frozenset()
    negated: Effect | None = None
    definite: bool = False
    ahead: bool = False


class FormRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the ending of a finite verb form says, whatever features the parser gives it.

    It holds for verbs whose lemma ends in ``lemma``, and of several such rules those of the longest
    ``lemma`` do; of the ``endings`` the longest that fits a form decides. "^" stands for the start
    of a word. ``feats`` are features; ``says`` are forms with their lemmas, ``never`` likewise.
    """

    lemma: str
    endings: tuple[str, ...]
    feats: tuple[str, ...]
    says: tuple[tuple[str, str], ...]
    never: tuple[tuple[str, str], ...]


class FactualityLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language marks factuality (``events/factuality.toml``).

    ``negations`` negate the clause that they depend on; ``negative_determiners`` the event that
    their noun takes part in. ``definite_determiners`` take the event of their noun for granted.
    ``infinitive_marks`` open infinitives: with one of them a clause is not told as done, unless a
    rule says so; ``awaiting_cases`` mark the time that something is put ahead to.
    ``conditional_auxiliaries`` ("would") are planned under a verb of speech, else hypothetical.
    A clause in the present or future is open if a condition with one of ``suppositions`` hangs on
    it ("if convicted, he faces prison"), unless one of ``not_supposing`` stands before ("even if").
    One of ``until_cases`` takes a negation back: "was not freed until May" tells when she was.
    What a noun tells that is one of ``false_words`` is denied ("reports that he died are false").
    ``ordinals`` undo an infinitive ("the first to die"). A clause with one of ``temporal_marks`` is
    as open as the clause above it. Nothing of the clause bears on a noun behind one of
    ``settled_cases``, which came before or gave rise to it ("after a trial", "over a spill"), but
    what is planned for after it is planned itself if it is one of ``temporal_cases``.

    For languages that tell by the forms of verbs: a clause whose first verb has one of
    ``open_forms`` is like one with an infinitive mark, unless one of ``told_marks`` opens it ("tras
    matar a dos"). ``conditional_forms`` do what ``conditional_auxiliaries`` do. One of
    ``perfect_auxiliaries`` makes an infinitive tell what is done ("negó haber pagado") and a
    conditional without condition a rumour ("habría pagado"); one with a sequel ("años después sería
    asesinado") tells of what was still to come. ``form`` corrects the parser. With
    ``negative_concord`` the negations of one clause count once ("no vino nadie"); one of
    ``only_words`` behind a negation takes it back ("no solo", "no menos de"); before one of
    ``least_words`` it leaves nobody ("not a single prisoner"); with ``inversion`` an auxiliary
    before its subject makes a condition ("had he paid").
    """

    negations: frozenset[str]
    negative_determiners: frozenset[str]
    definite_determiners: frozenset[str]
    infinitive_marks: frozenset[str]
    awaiting_cases: frozenset[str]
    conditional_auxiliaries: frozenset[str]
    ordinals: frozenset[str]
    temporal_marks: frozenset[str]
    settled_cases: frozenset[str]
    temporal_cases: frozenset[str]
    until_cases: frozenset[str]
    false_words: frozenset[str]
    suppositions: frozenset[str]
    not_supposing: frozenset[str]
    rule: tuple[FactualityRule, ...]
    open_forms: frozenset[str] = frozenset()
    told_marks: frozenset[str] = frozenset()
    conditional_forms: frozenset[str] = frozenset()
    perfect_auxiliaries: frozenset[str] = frozenset()
    negative_concord: bool = False
    only_words: frozenset[str] = frozenset()
    least_words: frozenset[str] = frozenset()
    inversion: bool = True
    form: tuple[FormRule, ...] = ()

"""The words of the interface in its languages, beside those that stand in the templates."""

from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from importlib.resources import files

from kipu.lang.ontology import load_ontology
from kipu.model.judgements import Judgement

LANGUAGES = {"en": "English", "es": "Español"}


def _(text: str) -> str:
    """Mark a text for the catalogues; it is translated when it is shown."""
    return text


WORDS = {
    "agreed": _("agreed"), "single-source": _("single source"), "disputed": _("disputed"),
    "pending": _("pending"), "rejected": _("rejected"),
    "certain": _("stated as fact"), "probable": _("probable"), "possible": _("alleged"),
    "denied": _("denied"), "planned": _("planned"), "hypothetical": _("hypothetical"),
    "person": _("person"), "organization": _("body"), "place": _("place"),
    "office": _("Offices"), "kinship": _("Kin"), "membership": _("Member of"),
    "employer": _("Works for"), "born": _("Born"), "died": _("Died"), "age": _("Age"),
    "nationality": _("Nationality"), "alias": _("Called"),
    "when": _("when"), "factuality": _("how certain"), "type": _("what"), "source": _("source"),
    "agent": _("who"), "patient": _("to whom"), "victim": _("victim"), "opponent": _("against"),
    "accomplice": _("with"), "authority": _("authority"), "beneficiary": _("for whom"),
    "destination": _("to where"), "instrument": _("by what"), "origin": _("from where"),
    "participant": _("takes part"), "recipient": _("recipient"), "topic": _("on what"),
    "killed": _("killed"), "injured": _("injured"), "arrested": _("arrested"),
    "abducted": _("abducted"), "missing": _("missing"), "displaced": _("displaced"),
    "released": _("released"), "participants": _("participants"), "rescued": _("rescued"),
    "charged": _("charged"), "amount": _("amount"), "sentence_term": _("sentence"),
    "duration": _("duration"), "votes_for": _("votes for"), "votes_against": _("votes against"),
    "abstentions": _("abstentions"), "turnout": _("turnout"), "vote_share": _("share of votes"),
    "aboard": _("aboard"), "volume": _("volume"), "shots": _("shots"),
    "bodies_recovered": _("bodies recovered"),
    "stated": _("stated"), "metadata": _("by its metadata"), "inferred": _("inferred"),
    "unknown": _("not known"),
    "added": _("added"), "known": _("already there"), "refused": _("not read"),
    "left out": _("left out"),
    "undo": _("undo"), "redo": _("redo"), "import": _("taken over"), "judge": _("judged"),
    "column-happened": _("when it happened"),
    "column-date": _("when it was published"),
    "column-text": _("what happened"),
    "column-title": _("title"),
    "column-place": _("place"),
    "column-outlet": _("source"),
    "column-author": _("author"),
    "column-url": _("address of the web"),
    "asked-about": _("About"),
    "asked-from": _("From"),
    "asked-to": _("To"),
    "asked-type": _("Type"),
    "asked-status": _("Standing"),
    "asked-words": _("Words"),
    "standing-changed": _("kipu reads something else now"),
    "standing-missing": _("nothing is read in these words now"),
    "standing-orphaned": _("the words are not in the text"),
    "verbatim": _("copy"), "edited": _("edited copy"),
}  # fmt: skip
"""What the record's vocabulary is called on the screens."""

REFUSALS = {
    "not-found": (_("There is no such page"), _("The address leads nowhere. Go back, or search.")),
    "not-there": (
        _("The record does not hold this"),
        _("It may have been another record, or it was read again since. Search for it by name."),
    ),
    "no-search": (
        _("There is no search to keep"),
        _("Filter the chronology first, then give the search a name."),
    ),
    "method": (
        _("This address cannot be used so"),
        _("Pages are read; only forms of these pages change something."),
    ),
    "host": (
        _("This is not the address of kipu"),
        _("Open the address that kipu serve printed."),
    ),
    "cross-site": (
        _("Another site sent this form"),
        _("Nothing was changed. Use the forms of these pages."),
    ),
    "stale-form": (
        _("This form is out of date"),
        _("kipu was started again since it was opened. Go back, reload the page, send it again."),
    ),
    "no-judge": (
        _("Nobody is named who judges"),
        _("Nothing was changed. Go back and write your name beside the decision."),
    ),
    "not-judged": (_("This was not judged"), _("Nothing was changed. Go back and decide anew.")),
    "no-file": (
        _("No file was chosen"),
        _("Go back and choose one or more files, or write addresses."),
    ),
    "no-address": (
        _("This is no address of the web"),
        _("Nothing was taken. Go back and write one address a line, each with https:// before it."),
    ),
    "no-table": (
        _("There are no rows to read"),
        _("Go back and paste cells that were copied in a spreadsheet, with their heads if any."),
    ),
    "no-text-column": (
        _("No column says what happened"),
        _("Go back and choose which column is the text, the title or the address of each row."),
    ),
    "busy": (
        _("Other files are being read"),
        _("Nothing of this batch was taken. Wait until they are done, then send it again."),
    ),
    "record": (
        _("The record cannot be read"),
        _("Another program may be writing to it, or the file was moved. Run: kipu check"),
    ),
    "fault": (
        _("kipu failed"),
        _("This is a fault of kipu. Nothing was changed; what happened stands in the terminal."),
    ),
}
"""What is said when a request is not answered: what happened, and what to do."""


@cache
def load_catalogue(language: str) -> GNUTranslations | NullTranslations:
    """Load the translations of a language; English needs none."""
    folder = str(files("kipu.web").joinpath("locale"))
    return translation("kipu", folder, [language], fallback=True)


_VERDICTS = {
    ("right", "positive"): _("accepted"),
    ("right", "negative"): _("rejected"),
    ("same", "positive"): _("one and the same"),
    ("same", "negative"): _("not the same"),
    ("copy", "positive"): _("a copy"),
    ("copy", "negative"): _("no copy"),
    ("value", "positive"): _("preferred"),
    ("value", "negative"): _("rejected"),
    ("date", "positive"): _("dated"),
    ("key", "positive"): _("key fact"),
    ("disputed", "positive"): _("disputed by"),
    ("note", "positive"): _("note"),
    ("assigned", "positive"): _("for"),
    ("tag", "positive"): _("tag"),
}


def verdict_words(catalogue: NullTranslations, judgement: Judgement) -> str:
    """Say what a judgement decided; one that says what a value is instead, edited it."""
    if judgement.kind == "value" and judgement.value is not None:
        return catalogue.gettext(_EDITED)
    known = _VERDICTS.get((judgement.kind, judgement.verdict))
    return catalogue.gettext(known or _UNSURE)


_EDITED = _("edited")
_UNSURE = _("unsure")


def word(catalogue: NullTranslations, name: str) -> str:
    """Say a word of the record's vocabulary; one without a translation as it is."""
    known = WORDS.get(name)
    return catalogue.gettext(known) if known else name.replace("_", " ")


@cache
def type_word(name: str, language: str) -> str:
    """Say an event type in words."""
    known = load_ontology().types.get(name)
    if known is None:
        return name.replace("_", " ")
    return known.es if language == "es" else known.en

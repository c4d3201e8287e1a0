"""Articles of about a thousand words, all of them of one country that does not exist.

Around what happens in each stand sentences that are put together by chance: texts that shared
whole sentences would pass for copies of each other.
"""

import random
from datetime import date, timedelta

ARTICLES = 30
UNDATED = 17
"""The article that does not say when it was written, but names a day of the week and its number."""
WORDS = 1000
_FIRST = date(2009, 3, 2)
_TOWNS = ("Belor", "Corran", "Lesk", "Orsk", "Sarn", "Talvin", "Umber", "Venn")
_NAMES = (
    "Corvin",
    "Arvell",
    "Lorn",
    "Brandt",
    "Hask",
    "Calder",
    "Ruel",
    "Tamsin",
    "Odell",
    "Pryce",
)
_FIRST_NAMES = ("Ada", "Tomas", "Ida", "Pavel", "Mira", "Jon", "Lena", "Oskar", "Nadia", "Emil")
_PARTS = (
    ("Old", "Young", "Most", "Some", "Few", "Many", "Several"),
    ("miners", "drivers", "teachers", "bakers", "farmers", "clerks", "nurses", "traders", "cooks"),
    ("near the", "beside the", "behind the", "around the", "above the", "below the"),
    ("river", "station", "market", "depot", "church", "bridge", "dam", "quarry", "harbour", "mill"),
    ("like", "know", "remember", "prefer", "use", "need", "mind", "avoid", "want"),
    ("quiet", "narrow", "wet", "cheap", "long", "steep", "empty", "grey", "warm", "busy"),
    ("roads", "rooms", "winters", "shops", "trains", "gardens", "mornings", "yards", "benches"),
    ("and", "but", "though", "while"),
    ("the rent is", "the bread is", "the water is", "the coal is", "the wine is", "the air is"),
    ("dear", "thin", "heavy", "cold", "bitter", "good", "bad", "brown", "poor", "fine"),
    (
        "in spring.",
        "in summer.",
        "in autumn.",
        "in winter.",
        "by day.",
        "at night.",
        "on the hill.",
    ),
)


def write_article(number: int) -> str:
    """Write one of the articles; the same number gives the same words."""
    chance = random.Random(number)
    day = _FIRST + timedelta(days=11 * number)
    told = day - timedelta(days=1)
    town = _TOWNS[number % len(_TOWNS)]
    name, other = (
        f"{chance.choice(_FIRST_NAMES)} {_NAMES[(number + at) % len(_NAMES)]}" for at in (0, 3)
    )
    dated = number != UNDATED
    dateline = f"{town.upper()}, {day:%-d %B %Y} (Halden Wire) - " if dated else ""
    weekday = f"{told:%A}" if dated else f"{told:%A}, {told:%B %-d}"
    before = told - timedelta(days=40 + number)
    happened = [
        f"{dateline}Police arrested {name} in {town} on {weekday}, a lawyer said.",
        f"On {before:%-d %B %Y}, soldiers fired at a march in {town} and killed {3 + number} men.",
        f"{other} resigned as minister of mines on {told:%-d %B}.",
        f"The court in Sarn sentenced {other} to {2 + number} years in prison in 2005.",
    ]
    paragraphs = [f"{name} arrested after deaths in {town}"]
    while sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
        filler = [" ".join(chance.choice(part) for part in _PARTS) for _ in range(5)]
        paragraphs.append(" ".join([*happened[:1], *filler]))
        happened = happened[1:]
    return "\n\n".join(paragraphs) + "\n"

"""Events have the time, place and source that their clause gives them."""

from datetime import date
from pathlib import Path

import pytest

from kipu.documents import from_text
from kipu.model.readings import EventMention, Reading
from kipu.pipeline.loading import load
from kipu.pipeline.reading import read, redate
from kipu.pipeline.times import on_day


def reading(body: str) -> Reading:
    return read(from_text(f"Notes of the day\n\n{body}", uri="case", language="en"))


def event(body: str, trigger: str) -> tuple[EventMention, Reading]:
    found = reading(body)
    return next(e for e in found.events if found.doc.quote(e.trigger) == trigger), found


@pytest.mark.parametrize(
    ("body", "trigger", "edtf"),
    [
        ("The mayor resigned in May 1998.", "resigned", "1998-05"),
        ("Its report on the killings, 2 to 11 August 2007, names three officers.", "report", None),
        ("She was tried and convicted in May 1998.", "tried", "1998-05"),
        ("Congress answered in May 1998 with an amnesty.", "amnesty", "1998-05"),
        ("Police opened fire on a march on 3 May 1998.", "march", "1998-05-03"),
        ("Congress spoke in May 1998 on the amnesty.", "amnesty", None),
        ("The 1995 government resigned.", "resigned", None),
        ("The government of 1995 resigned.", "resigned", None),
        ("Parliament dissolved the 1995 government in May 1998.", "dissolved", "1998-05"),
        ("The 1995 bombing killed nine.", "bombing", "1995"),
        ("She lived in Rome until May 1998, when she was arrested.", "arrested", "1998-05"),
        ("6 May 1998: he is freed. March 1999: he is arrested again.", "freed", "1998-05-06"),
        ("6 May 1998: he is freed. March 1999: he is arrested again.", "arrested", "1999-03"),
        ("In May 1998 the raid began. He was caught and died a year later.", "caught", None),
        ("The strike began on 6 May 1998. He had been jailed for a walkout.", "walkout", None),
        ("6 May 1998: he is convicted. His brother is acquitted.", "acquitted", "1998-05-06"),
        ("6 May 1998: the strike collapses.", "strike", "../1998-05-06"),
        ("The strike ended on 6 May 1998.", "strike", "../1998-05-06"),
        ("They spent three weeks in captivity. A kidnapper's brother was arrested on 3 May 1998.",
         "captivity", None),
        ("Two of them crashed within a year: one near Mpala in February 2010, killing all eleven "
         "soldiers on board, and another in August, when the pilot was able to eject.", "killing",
         "2010-02"),
        ("The governor had put the death toll at 27 on 8 May 1998.", "death toll", "../1998-05-08"),
        ("Judges convicted him in 2001 for the bombing of 1998.", "convicted", "2001"),
        ("On 6 May 1998 he was convicted. His brother was acquitted.", "acquitted", None),
        ("Judges convicted him of the killing of two men in the old port in May 1998.", "killing",
         "1998-05"),
        ("The squad opened fire on a wedding in 1991, killing nine.", "killing", "1991"),
        ("The mayor resigned a week after the murder. The murder took place on 2 May 1998.",
         "murder", "1998-05-02"),
        ("By its order of 3 May 1998 the court dismissed the mayor.", "dismissed", "1998-05-03"),
        ("The instrument of 3 May 1998 dismissing the mayor was published.", "dismissing",
         "1998-05-03"),
        ("On 3 May 1998 the council resolved that the mayor be dismissed.", "dismissed",
         "1998-05-03"),
        ("He was freed on 6 May 1998, a day after the court had annulled the verdict.", "annulled",
         "1998-05-05"),
        ("The mayor resigned on 3 May 1998. A clerk was freed a day after lawmakers refused to"
         " accept the resignation.", "freed", None),
        ("He arrived on 3 May 1998. Two days later the letter giving up the presidency came.",
         "giving up the presidency", "1998-05-05"),
        ("Three days after the murder of 3 May 1998 the mayor resigned.", "resigned", "1998-05-06"),
        ("Three days after the murder of 3 May 1998 the mayor resigned.", "murder", "1998-05-03"),
        ("He was charged in May 1998, was sentenced, and was released in June 1999.", "sentenced",
         None),
        ("The motion failed on 3 May 1998 with 79 votes. Clerks said 88 members voted for it.",
         "voted for", None),
        ("A report of 2011 advised the company to close the pier.", "advised", "2011"),
        ("A 2011 report by the auditor warned that the pier was unsafe.", "warned", "2011"),
        ("The report, published in 2011, accused two generals.", "accused", "2011"),
        ("In a letter dated 3 May 1998, the bishop denounced the killings.", "denounced",
         "1998-05-03"),
        ("In a letter dated 3 May 1998, the bishop denounced the killings.", "killings", None),
        ("The bishop denounced a letter dated 3 May 1998.", "denounced", None),
        ("Three men were killed and nine were hurt on 3 May 1998.", "killed", "1998-05-03"),
        ("Three men were killed and nine were pulled out on 3 May 1998 when a roof fell.", "killed",
         "1998-05-03"),
        ("Three men were killed and a guard was arrested on 3 May 1998.", "killed", None),
        ("Charges against two engineers were dropped in 2011.", "dropped", "2011"),
        ("Ana Rey was seized on 3 May 1998. Luis Paz was shot; he died two days later.", "shot",
         None),
        ("A pier caught fire on 3 May 1998. The spill was of 900 barrels.", "spill", None),
        ("The talks ended in May 1998 in an agreement.", "agreement", "1998-05"),
        ("He fled on 3 May 1998, when a channel broadcast a videotape in which a spy is seen"
         " handing $900 to a deputy.", "handing", None),
        ("Nine people were killed in May 1998 in a mine blast.", "killed", "1998-05"),
        ("The poet was promoted in 1990 and has never been tried.", "tried", None),
        ("In May 1998 the government decreed an amnesty.", "amnesty", "1998-05"),
        ("The judge ordered a search and survived two bomb attacks, in 1986 and 1988.", "ordered",
         None),
        ("Ann Roe, who has died, survived a bomb attack in 1986. Ann Roe resigned in 1991.", "died",
         None),
        ("A court convicted nine men in May 1998; two had died.", "died", None),
        ("She was sworn in and won a term of her own in the vote of May 1998.", "sworn in", None),
        ("The trial is not expected to begin before March 1998.", "trial", "1998-03-01/.."),
        ("The poet was not freed until May 1998.", "freed", "1998-05"),
        ("The poet was held until May 1998.", "held", "../1998-05-31"),
        ("Nine people died when the ferry sank in May 1998.", "died", "1998-05"),
        ("Nine people were killed and two injured when a bus crashed in May 1998.", "killed",
         "1998-05"),
        ("Nine people were killed in the raid, and two injured when a bus crashed in May 1998.",
         "killed", None),
        ("No officer was convicted. Two men were convicted in 2003.", "convicted", None),
        ("Nobody knows when the mayor resigned.", "resigned", None),
        ("Ann Roe announced the death. In May 1998 Ann Roe had declared that he was well.",
         "announced", None),
        ("The funeral was on 3 May 1998.", "funeral", "1998-05-03"),
        ("The trial will be on 3 May 1998 in Corran.", "trial", "1998-05-03"),
        ("The mayor ignored warnings before the collapse of the mine on 3 May 1998.", "collapse",
         "1998-05-03"),
        ("The mayor ignored warnings before the collapse of the mine on 3 May 1998.", "warnings",
         None),
        ("She was freed on 3 May 1998; the army denies it.", "denies", None),
        ("Nine miners died in the worst clash since the protests began in May 1998.", "clash",
         None),
        ("Nine miners died on 3 May 1998 in the clash with police.", "clash", "1998-05-03"),
        ("The massacre was brutal on 3 May 1998.", "massacre", "1998-05-03"),
        ("3 May 1998 - Rebels attack the barracks.", "attack", "1998-05-03"),
        ("The riots are the worst in the valley since 1983.", "riots", None),
        ("Ana Roe was arrested after a march on 3 May 1998.", "arrested", "1998-05-03"),
    ],
)  # fmt: skip
def test_times(body: str, trigger: str, edtf: str | None) -> None:
    """A time belongs to the event whose clause holds or shares it; others stay undated."""
    assert event(body, trigger)[0].time.edtf == edtf


@pytest.mark.parametrize(
    ("body", "trigger", "edtf"),
    [
        ("On 3 May 1998 men entered a yard. They gave orders. Nine people were killed.", "killed",
         "1998-05-03"),
        ("On 3 May 1998 men entered a yard. He was given 20 euros.", "given", None),
        ("On 3 May 1998 men entered a yard. Two had been killed.", "killed", None),
        ("On 3 May 1998 men entered a yard. The mayor said so. Nine people were killed.",
         "killed", None),
        ("On 3 May 1998 men entered a yard.\n\nNine people were killed.", "killed", None),
        ("On 3 May 1998 men entered a yard and in 2001 the town. Nine people were killed.",
         "killed", None),
        ("In 1998 men entered a yard. Nine people were killed.", "killed", None),
        ("On 3 May 1998 men entered a yard. They said they sought looters. They killed a guard.",
         "killed", "1998-05-03"),
        ("The driver was shot on 3 May 1998. He died the next morning. A passenger was wounded.",
         "wounded", None),
        ("Men marched on 3 May 1998. Police detained nine men; all were freed the same night.",
         "detained", "1998-05-03"),
        ('On 3 May 1998 men entered a yard. “I saw it. Nine people were killed.”', "killed", None),
        ("The yard was where troops attacked a bus on 3 May 1998. In that attack nine men died.",
         "died", "1998-05-03"),
        ("The yard was sold on 3 May 1998. In that attack nine men died.", "died", None),
        ("Gunmen killed a judge on 3 May 1998. He recalled that massacre of the war.", "massacre",
         None),
        ("My son was born on 3 May 1998. He was abducted when he was six weeks old.", "abducted",
         None),
        ("The yard, where troops attacked a bus on 3 May 1998, is empty. The attack of June hurt "
         "two. Nine men died in that attack.", "died", None),
    ],
)  # fmt: skip
def test_passages(body: str, trigger: str, edtf: str | None) -> None:
    """What befell people in the sentences after a dated one is of its day; all else is not."""
    found, _ = event(body, trigger)
    assert (found.time.edtf, found.time.anchor) == (edtf, "event" if edtf else "none")


def test_time_counted_from_an_event() -> None:
    """An expression counts from an event that the text dates elsewhere."""
    body = "The murder took place on 2 May 1998. The mayor resigned a week after the murder."
    assert event(body, "resigned")[0].time.edtf == "1998-05-09"


@pytest.mark.parametrize(
    ("headline", "lead", "edtf"),
    [
        ("Court tears up pardon", "On 3 May 1998 a judge struck down the pardon.", "1998-05-03"),
        ("Court tears up pardon", "The judges sat on 3 May 1998. The hall was full.", None),
        (
            "Court tears up pardon",
            "On 3 May 1998 a judge struck down the pardon. In June another judge annulled the law.",
            None,
        ),
    ],
)
def test_headline_has_the_time_of_its_lead(headline: str, lead: str, edtf: str | None) -> None:
    """An event of the headline has the time that the lead gives the events of its type, if one."""
    found = read(from_text(f"{headline}\n\n{lead}", uri="case", language="en"))
    first = found.events[0]
    assert (found.doc.quote(first.trigger), first.time.edtf) == ("tears up", edtf)


@pytest.mark.parametrize(
    ("body", "trigger", "place"),
    [
        ("Two men were arrested in Lisbon on Friday.", "arrested", "Lisbon"),
        ("The squad opened fire on a wedding in Lisbon, killing nine.", "killing", "Lisbon"),
        ("The poet arrived in Lisbon.", "arrived", "Lisbon"),
        ("A court in Lisbon convicted the mayor of fraud.", "convicted", "Lisbon"),
        ("Portugal's high court convicted the mayor of fraud.", "convicted", None),
        ("Portugal's army attacked the rebels.", "attacked", None),
        ("Parliament removed the mayor from the office of president.", "removed", None),
        ("Rebels killed a doctor from Norway near the town of Pell.", "killed", "the town of Pell"),
        ("The poet left Lisbon for Rome.", "left", "Lisbon"),
        ("Two men were arrested on Friday.", "arrested", None),
        ("A judge was shot dead as she left her car in Lisbon.", "shot dead", "Lisbon"),
        ("A judge was shot dead before the mayor spoke in Lisbon.", "shot dead", None),
        ("They raided a school in Lisbon. Two teachers were arrested there.", "arrested", "Lisbon"),
        ("They raided a school in Lisbon. Two teachers were arrested.", "arrested", None),
        ("They met in Lisbon, where two teachers were arrested.", "arrested", "Lisbon"),
        ("In Lisbon, the police say, thousands marched.", "marched", "Lisbon"),
        ("In Lisbon the police say that thousands marched.", "marched", None),
        ("The talks in Lisbon ended in an agreement.", "agreement", "Lisbon"),
        ("Police arrested the owner at Lisbon airport.", "arrested", "Lisbon"),
        ("The firm paid 900 dollars to the widows of Lisbon.", "paid", None),
        ("He was arrested in Lisbon in May and extradited in June.", "extradited", "Lisbon"),
        ("Portugal granted his extradition.", "granted his extradition", "Portugal"),
        ("Crude oil leaked from Trunk Line 9 near the town of Pell.", "leaked", "the town of Pell"),
        ("The navy rescued nine people from the ferry off Cape Tarn.", "rescued", "Cape Tarn"),
    ],
)
def test_places(body: str, trigger: str, place: str | None) -> None:
    """An event is where its clause says, an arrival where it leads."""
    found, told = event(body, trigger)
    assert (told.doc.quote(found.place.span) if found.place else None) == place


def test_a_number_at_the_root_of_its_sentence_is_read() -> None:
    """A stray time of day, whose number the parser takes for the root, stops no reading."""
    found, _ = event("The navy arrested two men. 51 AM IST", "arrested")
    assert found.type == "arrest"


def test_dateline_places_the_lead() -> None:
    """The main event of a report is placed by its dateline, the rest of the report is not."""
    body = "LISBON, May 2, 1998 (Wire) — A poet was convicted of fraud. His brother was arrested."
    assert event(body, "convicted")[0].place is not None
    assert event(body, "arrested")[0].place is None


def test_the_country_whose_body_acts_is_the_last_setting() -> None:
    """No words say that a country's court sat in it: it is no stated place, and asked last."""
    found, told = event("Portugal's high court acquitted a banker.", "acquitted")
    assert found.place is None
    assert [s.rule for s in found.settings][-1:] == ["setting/country-of-doer"]
    assert told.doc.quote(found.settings[-1].span) == "Portugal"


def test_the_label_of_a_date_places_nothing() -> None:
    """What a colon joins to a date is no place, though it begins with a capital."""
    body = "Revised: May 2018\n\nA poet was convicted of fraud."
    found, _ = event(body, "convicted")
    assert found.place is None
    assert "setting/dateline" not in {setting.rule for setting in found.settings}


@pytest.mark.parametrize(
    ("body", "trigger", "source"),
    [
        ("Two men were arrested, police said.", "arrested", "police"),
        ("Prosecutors said that the mayor had taken a bribe.", "taken a bribe", "Prosecutors"),
        ("According to the bishop, nine people were killed.", "killed", "the bishop"),
        ("It is believed that the mayor resigned.", "resigned", None),
        ("Two men were arrested.", "arrested", None),
    ],
)
def test_sources(body: str, trigger: str, source: str | None) -> None:
    """An event is attributed to whom the text names, and to nobody else."""
    found, told = event(body, trigger)
    said = found.attribution.source if found.attribution else None
    assert (told.doc.quote(said) if said else None) == source


def test_one_word_for_two_events() -> None:
    """Coordinated complements with their own case are events of their own."""
    body = (
        "Judges convicted him of the killing of two nurses in Lisbon in May 1991"
        " and of nine students and a teacher in Rome in July 1992."
    )
    found = [e for e in reading(body).events if e.type == "killing"]
    told = {(e.time.edtf, q.quantity.value) for e in found for q in e.quantities}
    assert told == {("1991-05", 2.0), ("1992-07", 10.0)}


def test_every_value_quotes_its_text() -> None:
    """Whatever an event holds stands in the text at its span."""
    body = "On 2 May 1998 police in Lisbon arrested at least 14 miners, the union said."
    told = reading(body)
    for found in told.events:
        for evidence in found.time.evidence:
            assert told.doc.quote(evidence.span) == evidence.quote
        for span in (found.trigger, found.sentence, *(a.span for a in found.arguments)):
            assert told.doc.quote(span)


def test_a_day_is_no_part_of_who_acts() -> None:
    """What a parser hangs on a description, though it says when, is not told as a part of it."""
    found, told = event("A judge of the Supreme Court on Monday annulled the law.", "annulled")
    assert [told.doc.quote(a.span) for a in found.arguments if a.role == "authority"] == [
        "A judge of the Supreme Court"
    ]


def test_a_headline_takes_no_date_from_another_death() -> None:
    """A death in the headline is not of the day on which the lead has somebody else die."""
    lead = "Dolores Ibarra died on Sunday. She married Ramón Téllez; he was shot dead in 1984."
    found = read(from_text(f"Dolores Ibarra dies at 71\n\n{lead}", uri="case", language="en"))
    assert found.events[0].type == "death"
    assert found.events[0].time.edtf is None


@pytest.mark.parametrize(
    ("body", "trigger", "place"),
    [
        ("El Congreso destituye al ministro Luis Paz por la represión en Lima.", "destituye", None),
        ("Tres mineros murieron en la explosión en Lima.", "murieron", "Lima"),
    ],
)
def test_a_reason_places_no_act(body: str, trigger: str, place: str | None) -> None:
    """Who is removed for what happened in a town is not removed there; its dead died there."""
    told = read(from_text(f"Notas del día\n\n{body}", uri="case", language="es"))
    found = next(e for e in told.events if told.doc.quote(e.trigger) == trigger)
    assert (told.doc.quote(found.place.span) if found.place else None) == place


def test_what_is_told_is_not_its_own_source() -> None:
    """Who denounces is left out; the massacres that are denounced tell nothing."""
    body = "Durante los años noventa denunció las masacres cometidas en la región."
    told = read(from_text(f"Notas del día\n\n{body}", uri="case", language="es"))
    found = next(e for e in told.events if e.type == "massacre")
    assert found.attribution is None or found.attribution.source is None


def test_a_heading_that_is_a_date_dates_what_is_below() -> None:
    """In a chronology by years, entries without a day of their own are of the year above them."""
    lines = "1960\nThe clerk is freed under an amnesty.\n\n1983\n12 May: The mayor is arrested.\n\n"
    found = reading(f"{lines}The banker, who had been arrested before, is freed.")
    times = [(found.doc.quote(e.trigger), e.time.edtf) for e in found.events]
    assert times[0] == ("freed", "1960")
    assert ("arrested", "1983-05-12") in times
    assert ("freed", "1983") in times


def test_a_time_said_twice_is_of_one_thing() -> None:
    """Facts "of yesterday, 14 July" are denounced today."""
    body = (
        "La Coordinadora denuncia los hechos ocurridos ayer, 14 de julio de 2021, en Cerro Verde."
    )
    told = read(from_text(f"Nota\n\n{body}\n\nLima, 15 de julio de 2021", uri="c", language="es"))
    found = next(e for e in told.events if e.type == "accusation")
    assert found.time.edtf != "2021-07-14"


def test_a_reason_dates_no_sentence() -> None:
    """Who is condemned for a crime of a year is not condemned in it."""
    head = "Condenan a cuatro policías por la desaparición de un estudiante en 2014"
    told = read(from_text(f"{head}\n\nNota.", uri="case", language="es"))
    assert {e.type: e.time.edtf for e in told.events} == {
        "conviction": None,
        "disappearance": "2014",
    }


def test_an_entry_dates_what_is_so_and_not_what_is_told_of_before() -> None:
    """What a guard confesses he did before; that there are wounded is of the entry's day."""
    lines = (
        "Cronología\n\n2008: comienzan las obras.\n\n5 de mayo de 2014: el exguardia Ramiro Luengo "
        "confiesa que disparó contra Cárcamo por orden del jefe de seguridad.\n\n"
        "12 de octubre de 2015: la policía dispersa la protesta; hay ocho heridos."
    )
    told = read(from_text(lines, uri="case", language="es"))
    times = {e.type: e.time.edtf for e in told.events}
    assert times["statement"] == "2014-05-05"
    assert times["attack"] is None
    assert times["injury"] == "2015-10-12"


JUDGMENT = """IN THE HIGH COURT OF KESTON

Judgment delivered on 28 June 2013

1. The men are charged with the murder of Joseph Moyo, who disappeared on 4 May 2011.

2. I find Elias Dube guilty of murder. Themba Sithole is acquitted of murder.

3. Paul Ncube, who is convicted of another crime, told the court: "I resign."
"""


def test_what_a_text_does_is_of_its_own_day() -> None:
    """A judgment convicts and acquits on its day; what it only tells has no day of its own."""
    told = read(from_text(JUDGMENT, uri="case", language="en"))
    times = {told.doc.quote(e.trigger): e.time for e in told.events}
    assert (times["find Elias Dube guilty"].edtf, times["find Elias Dube guilty"].anchor) == (
        "2013-06-28",
        "document",
    )
    assert times["acquitted"].edtf == "2013-06-28"
    assert times["charged"].edtf is None
    assert times["convicted"].edtf is None


def test_another_date_dates_what_a_text_does_anew() -> None:
    """Where a person states a judgment's date, what it does is of that day."""
    told = redate(read(from_text(JUDGMENT, uri="case", language="en")), on_day(date(2013, 7, 1)))
    times = {told.doc.quote(e.trigger): e.time.edtf for e in told.events}
    assert times["acquitted"] == "2013-07-01"


@pytest.mark.parametrize(
    ("second", "edtf"), [("", None), ("## 3 May 2014\n\nThe mayor came back.\n", "2013-06-28")]
)
def test_a_text_s_own_date_as_a_heading_dates_no_event(
    tmp_path: Path, second: str, edtf: str | None
) -> None:
    """One heading with a day is the text's date; several are the entries of a list."""
    path = tmp_path / "case.md"
    head = "# The river\n\n## 28 June 2013\n\nThe council dismissed the mayor.\n\n"
    path.write_text(head + second, "utf-8")
    told = read(load(path))
    assert next(e for e in told.events if e.type == "dismissal").time.edtf == edtf


def test_an_event_brought_up_later_dates_none_before_it() -> None:
    """What a text tells of another year does not date its own; a clause about an event does."""
    body = (
        "El número de fallecidos por el deslave que el domingo sepultó el barrio Sur ascendió a 23."
        "\n\nEn 2008 un derrumbe en el mismo barrio causó la muerte de siete obreros."
    )
    lines = f"Sube el saldo del deslave\n\nLoja, 17 de marzo de 2021\n\n{body}"
    told = read(from_text(lines, uri="case", language="es"))
    times = {e.time.value for e in told.events if told.doc.quote(e.trigger) == "deslave"}
    assert times == {"2021-03-14"}


def test_who_was_killed_where_and_when_is_told_apart_by_dates_in_brackets() -> None:
    """Two groups of victims, each with its place and year, are of two events."""
    body = "A squad killed fifteen people in Corran (1991) and nine students in Lorne (1992)."
    told = read(from_text(f"Notes of the day\n\n{body}", uri="case", language="en"))
    quote = told.doc.quote
    found = [
        (e.time.value, quote(e.place.span) if e.place else None,
         [quote(a.span) for a in e.arguments if a.role == "victim"],
         [q.quantity.value for q in e.quantities if q.role == "killed"])
        for e in told.events
    ]  # fmt: skip
    assert found == [
        ("1991", "Corran", ["fifteen people"], [15]),
        ("1992", "Lorne", ["nine students"], [9]),
    ]


@pytest.mark.parametrize(
    ("body", "trigger", "edtf"),
    [
        ("El juez fue asesinado hace dos días.", "asesinado", "2021-07-13"),
        ("Hace dos años mataron al juez.", "mataron", "2019"),
        ("El 3 de mayo de 2019, hace dos años, mataron al juez.", "mataron", "2019-05-03"),
        ("El alcalde, que fue detenido hace dos días, fue liberado hoy.", "detenido", "2021-07-13"),
        (
            "Desapareció la noche del 12 al 13 de mayo de 1977.",
            "Desapareció",
            "1977-05-12/1977-05-13",
        ),
        ("El juez fue asesinado hace más de diez años.", "asesinado", "../2011-12-31"),
        (
            "El juez Luis Paz, asesinado hace más de dos semanas, era de Lima. "
            "Paz fue asesinado el 27 de junio en su casa.",
            "asesinado",
            "2021-06-27",
        ),
    ],
)
def test_so_long_ago(body: str, trigger: str, edtf: str) -> None:
    """ "Hace dos años" dates what it stands beside; "more than" leaves it to who tells the day."""
    doc = from_text(f"Nota\n\n{body}", uri="c", language="es", published=date(2021, 7, 15))
    told = read(doc)
    found = next(e for e in told.events if told.doc.quote(e.trigger) == trigger)
    assert found.time.edtf == edtf


def test_a_death_of_somebody_unnamed_dates_no_other() -> None:
    """Who died far away in 2015 is named by no subject, and is not the witness's father."""
    body = "Mi padre murió cuando yo era niña.\n\nDoce años pasaron.\n\nSalcedo nunca fue juzgado"
    told = read(from_text(f"Nota\n\n{body}: murió en Miami en 2015.", uri="c", language="es"))
    deaths = [e.time.edtf for e in told.events if e.type == "death"]
    assert deaths == [None, "2015"]


def test_what_shares_only_a_place_lends_no_date() -> None:
    """A murder in Río Quemado was on Sunday; when a company fouled "el río" nothing says."""
    murder = "El dirigente Eusebio Mamani fue hallado asesinado el domingo en Río Quemado."
    spill = "Mamani había denunciado en marzo a la minera por verter desechos en el río."
    doc = from_text(f"{murder}\n\n{spill}", uri="", language="es", published=date(2016, 5, 9))
    times = {event.type: event.time.value for event in read(doc).events}
    assert times == {"killing": "2016-05-08", "accusation": "2016-03", "accident": None}

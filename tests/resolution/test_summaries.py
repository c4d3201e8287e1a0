"""An event is told in one sentence that reads as a newspaper's chronology."""

from collections.abc import Sequence

import pytest

from kipu.lang.resolution import load_resolution
from kipu.model.readings import EntityType
from kipu.resolution import resolve
from tests.resolution.builders import Told, body, person, place, reading

_Chains = Sequence[tuple[EntityType, Sequence[str]]]
_CONGRESS = "El Congreso destituyó a Ana Ruiz. Lo dijo el Congreso. Todos los del Congreso votaron."


def _told(language: str, text: str, chains: _Chains, event: Told) -> str:
    made = reading("a", f"Notas\n{text}", chains=chains, events=[event])
    (found,) = resolve([made], (), load_resolution(language)).events
    return found.summary


@pytest.mark.parametrize(
    ("language", "text", "chains", "event", "summary"),
    [
        ("en", "Police killed Ana Ruiz.", [body("Police"), person("Ana Ruiz")],
         Told("killing", "killed", {"agent": "Police", "victim": "Ana Ruiz"}),
         "Police kill Ana Ruiz"),
        ("en", "1,200 farmers died in Orsk.", [place("Orsk")],
         Told("massacre", "died", {}, None, "Orsk", {"killed": "1200"}),
         "1,200 people are killed in a massacre"),
        ("es", _CONGRESS, [body("El Congreso", "Congreso"), person("Ana Ruiz")],
         Told("dismissal", "destituyó", {"agent": "El Congreso", "patient": "Ana Ruiz"}),
         "El Congreso destituye a Ana Ruiz"),
        ("es", "Ana Ruiz acusó al Congreso. El Congreso calló. Otros del Congreso también.",
         [body("Congreso", "El Congreso"), person("Ana Ruiz")],
         Told("accusation", "acusó", {"agent": "Ana Ruiz", "patient": "Congreso"}),
         "Ana Ruiz acusa al Congreso"),
        ("es", "Detuvieron a los dos hermanos.", [person("los dos hermanos")],
         Told("arrest", "Detuvieron", {"patient": "los dos hermanos"}),
         "Detienen a los dos hermanos"),
        ("es", "Murió el alcalde.", [person("el alcalde")],
         Told("killing", "Murió", {"victim": "el alcalde"}),
         "Matan al alcalde"),
        ("es", "Los soldados mataron a Ana Ruiz.", [person("Los soldados"), person("Ana Ruiz")],
         Told("killing", "mataron", {"agent": "Los soldados", "victim": "Ana Ruiz"}),
         "Los soldados matan a Ana Ruiz"),
        ("es", "Mataron a muchos en Orsk.", [place("Orsk")],
         Told("killing", "Mataron", {}, None, "Orsk", {"killed": "1200"}),
         "Matan a 1.200 personas"),
        ("es", "Los mineros marcharon en Orsk.", [person("Los mineros"), place("Orsk")],
         Told("protest", "marcharon", {"agent": "Los mineros"}, None, "Orsk"),
         "Protestan los mineros en Orsk"),
        ("es", "Ana Ruiz viajó a Orsk.", [person("Ana Ruiz"), place("Orsk")],
         Told("arrival", "viajó", {"agent": "Ana Ruiz", "destination": "Orsk"}),
         "Ana Ruiz llega a Orsk"),
        ("es", "Ana Ruiz viajó a El Salvador.", [person("Ana Ruiz"), place("El Salvador")],
         Told("arrival", "viajó", {"agent": "Ana Ruiz", "destination": "El Salvador"}),
         "Ana Ruiz llega a El Salvador"),
        ("es", "Hubo un terremoto en Orsk.", [place("Orsk")],
         Told("disaster", "terremoto", {}, None, "Orsk"),
         "Desastre en Orsk"),
        ("es", "Lo detuvieron.", [], Told("arrest", "detuvieron"), "Detención policial"),
    ],
)  # fmt: skip
def test_an_event_is_told(
    language: str, text: str, chains: _Chains, event: Told, summary: str
) -> None:
    """The sentence agrees in number, has the articles that texts use, and contracts them."""
    assert _told(language, text, chains, event) == summary


@pytest.mark.parametrize(
    ("other", "summary"),
    [
        ("Inés Paz", "Ana Ruiz e Inés Paz llegan a un acuerdo"),
        ("Hiena Paz", "Ana Ruiz y Hiena Paz llegan a un acuerdo"),
    ],
)
def test_names_are_joined_by_their_sound(other: str, summary: str) -> None:
    """Before another i, "y" is "e"; before a diphthong it is not."""
    chains = [person("Ana Ruiz"), person(other)]
    event = Told("agreement", "pactaron", {"agent": "Ana Ruiz", "participant": other})
    assert _told("es", f"Ana Ruiz y {other} pactaron.", chains, event) == summary

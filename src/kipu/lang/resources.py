"""The one loader of language resources: TOML rule files and TSV word lists."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec

from kipu.model.errors import ResourceError

T = TypeVar("T")


def resource_path(*parts: str) -> Path:
    """Give the path of a resource, ``("en", "times", "units.toml")``.

    Raises:
        ResourceError: There is no such file.
    """
    path = Path(str(files("kipu.lang"))).joinpath(*parts)
    if not path.exists():
        raise ResourceError(
            f"language resource {'/'.join(parts)} is missing from {path.parent}: reinstall kipu"
        )
    return path


def has_resource(*parts: str) -> bool:
    """Tell whether there is a resource of that name."""
    return Path(str(files("kipu.lang"))).joinpath(*parts).exists()


def resource_names(*parts: str, suffix: str) -> tuple[str, ...]:
    """Give the names of the files of a resource folder that end in ``suffix``, sorted."""
    folder = resource_path(*parts)
    return tuple(sorted(path.name for path in folder.iterdir() if path.name.endswith(suffix)))


def languages() -> tuple[str, ...]:
    """Give the codes of the languages that kipu reads: those it has rules for events in."""
    return languages_with("events")


def parsed_languages() -> tuple[str, ...]:
    """Give the codes of the languages that kipu has a syntax model for."""
    return languages_with("syntax.onnx")


def timed_languages() -> tuple[str, ...]:
    """Give the codes of the languages that kipu reads time expressions in.

    Where a language has no syntax model, its words alone are read: no tense tells on which side
    of the document a date without its year lies.
    """
    return languages_with("times")


def languages_with(name: str) -> tuple[str, ...]:
    """Give the codes of the languages that have a resource, a file or a folder, of that name."""
    root = Path(str(files("kipu.lang")))
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{name}")))


def load_toml(kind: type[T], *parts: str) -> T:
    """Decode a TOML resource into a record; unknown keys of its records are refused by them.

    Raises:
        ResourceError: The file is missing, is no TOML, or is not shaped like ``kind``.
    """
    path = resource_path(*parts)
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ResourceError(f"{'/'.join(parts)}: {error}") from error


@cache
def load_table(*parts: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of a TSV resource; empty lines and lines that begin with ``#`` are skipped.

    Raises:
        ResourceError: The file is missing.
    """
    lines = resource_path(*parts).read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


_CARRIERS = frozenset(("ship", "boat", "vehicle", "aircraft", "pipeline"))


def load_carriers(language: str) -> frozenset[str]:
    """Give the nouns of what carries people or goods and is no place on the map by itself."""
    rows = load_table(language, "names", "places.tsv")
    return frozenset(noun for noun, kind, _ in rows if kind in _CARRIERS)


def load_courts(language: str) -> frozenset[str]:
    """Give the nouns of courts."""
    rows = load_table(language, "names", "organizations.tsv")
    return frozenset(noun for noun, kind, *_ in rows if kind == "court")

"""Text in pictures, by Tesseract, where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Callable

from kipu.model.errors import DocumentError

SECONDS = 60
"""For one picture; a clean page takes two."""
_LANGUAGES = ("eng", "spa")


def find_tesseract() -> str | None:
    """Give the path of the program, ``None`` if it is not installed."""
    return shutil.which("tesseract")


def make_recogniser(program: str, alive: Callable[[], None]) -> Callable[[bytes], str]:
    """Make a function that finds the text in a picture.

    Args:
        alive: Called before each picture, since a book of them takes long.
    """
    languages: list[str] = []

    def recognise(picture: bytes) -> str:
        alive()
        if not languages:
            languages.extend(_installed(program))
        command = [program, "stdin", "stdout", "-l", "+".join(languages)]
        return _run(command, picture)

    return recognise


def _installed(program: str) -> list[str]:
    """Give the languages of which there are data, of those that kipu reads."""
    listed = set(_run([program, "--list-langs"], b"").split())
    return [language for language in _LANGUAGES if language in listed] or ["eng"]


def _run(command: list[str], picture: bytes) -> str:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=SECONDS, check=True,
            env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"Tesseract found no text in {SECONDS} s: look at the picture"
        ) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise DocumentError(f"Tesseract could not read the picture ({error})") from error
    return done.stdout.decode("utf-8", "replace")

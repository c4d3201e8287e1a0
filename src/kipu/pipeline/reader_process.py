"""The process in which documents are read: ``python -m kipu.pipeline.reader_process``.

It reads requests from its input, answers on its output and does nothing else. A document that makes
a library fail, hang or eat memory ends this process and none other.
"""

import io
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kipu.documents import File, Listed, Part, Refused, read_document, read_part, split_parts
from kipu.documents.language import detect_language
from kipu.model.errors import DocumentError, KipuError
from kipu.pipeline.confinement import confine, grant_time, memory_used
from kipu.pipeline.frames import (
    Answer,
    Begun,
    Done,
    Fault,
    Loaded,
    Named,
    Refusal,
    Request,
    receive_request,
    send,
)
from kipu.pipeline.recognition import find_tesseract, make_recogniser

Recogniser = Callable[[bytes], str]

log = logging.getLogger(__name__)

MEMORY_TOLD = "needs more memory than the 768 MB that a document may take: split it"


def main() -> None:
    """Answer requests until there are no more."""
    source, sink = _own_streams()
    tesseract = find_tesseract()
    _load_language_model()
    confine((tesseract,) if tesseract else ())
    while (request := receive_request(source)) is not None:
        grant_time()
        for answer in _answers(request, sink, tesseract):
            send(sink, answer)
            grant_time()
        send(sink, Done(memory_used()))


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take input and output for oneself: a library that prints must not be taken for an answer."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    return source, sink


def _load_language_model() -> None:
    """Load the one thing that needs a temporary file, while files may still be written."""
    detect_language("The language of this sentence is found once, to load the model for it.")


def _answers(request: Request, sink: BinaryIO, tesseract: str | None) -> Iterator[Answer]:
    alive = partial(send, sink, Begun(request.uri))
    recognise = make_recogniser(tesseract, alive) if tesseract else None
    try:
        if request.alone:
            yield from _guarded(request.uri, lambda: _alone(request, recognise))
            return
        with _opened(request) as stream:
            yield from _each(request, stream, recognise)
    except MemoryError:
        yield Refusal(request.uri, f"{request.uri} {MEMORY_TOLD}")
    except OSError as error:
        yield Refusal(request.uri, f"{request.uri} cannot be read ({error})")


def _opened(request: Request) -> AbstractContextManager[BinaryIO]:
    if request.path is not None:
        return Path(request.path).open("rb")
    return io.BytesIO(request.data or b"")


def _alone(request: Request, recognise: Recogniser | None) -> Loaded:
    document = read_document(
        request.data or b"",
        uri=request.uri,
        media_type=request.media_type,
        retrieved=request.retrieved,
        recognise=recognise,
    )
    return Loaded(document)


def _each(request: Request, stream: BinaryIO, recognise: Recogniser | None) -> Iterator[Answer]:
    """Answer for each part of a file, but those that were answered for before."""
    file = File(stream, request.uri, request.media_type, request.retrieved, request.url)
    number = -1
    for number, part in enumerate(split_parts(file)):
        if number < request.skip:
            grant_time()
            continue
        yield Begun(part.uri)
        if isinstance(part, Refused):
            yield Refusal(part.uri, part.reason, part.left_out)
        elif isinstance(part, Listed):
            yield Named(part.uri, part.url, part.published)
        else:
            yield from _guarded(part.uri, partial(_loaded, part, request.uri, recognise))
    if number < 0:
        yield Refusal(request.uri, f"{request.uri} holds no document: nothing to read")


def _loaded(part: Part, whole: str, recognise: Recogniser | None) -> Loaded:
    """Read a part; its bytes are sent back only if the parent has not got them."""
    document = read_part(part, recognise)
    return Loaded(document, None if part.uri == whole else part.data)


def _guarded(uri: str, read: Callable[[], Loaded]) -> Iterator[Answer]:
    """Read a document; whatever goes wrong is told, and the next one is read."""
    try:
        yield read()
    except DocumentError as error:
        yield Refusal(uri, str(error))
    except KipuError as error:
        yield Fault(str(error))
    except MemoryError:
        yield Refusal(uri, f"{uri} {MEMORY_TOLD}")
    except Exception as error:
        log.debug("reading %s failed", uri, exc_info=True)
        named = f"{type(error).__name__}: {error}"[:200]
        yield Refusal(uri, f"{uri} made its reader fail, as damaged files do ({named})")


if __name__ == "__main__":
    main()

"""Pictures of texts: scans and photographs, read by recognising their letters."""

from collections.abc import Callable

from kipu.documents.pieces import Extract
from kipu.documents.readers.pdf import picture_pieces
from kipu.model.errors import DocumentError
from kipu.model.spans import Problem


def read_picture(data: bytes, uri: str, recognise: Callable[[bytes], str] | None) -> Extract:
    """Read the text in a picture.

    Raises:
        DocumentError: There is nothing to recognise it by, or no text in it.
    """
    if recognise is None:
        raise DocumentError(f"{uri} is a picture: install Tesseract (tesseract-ocr) to read it")
    pieces = tuple(picture_pieces(recognise(data), 1))
    message = "recognised by Tesseract in a picture, with its mistakes"
    return Extract(pieces, problems=(Problem("text-recognised", message),), extractor="tesseract")

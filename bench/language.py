"""Score the language of single sentences, by their length.

    python -m bench.language CODE FILE.conllu...

FILE holds sentences of the language CODE ("# text = ..."). A file that is not there is named and
skipped. Printed: the share of sentences whose language is given right, and given wrong; the rest
has none.
"""

import sys
from pathlib import Path

from kipu.documents.language import detect_language

TEXT = "# text = "
LENGTHS = ((0, 20), (20, 40), (40, 80), (80, 10_000))
MOST = 1000


def load_sentences(path: Path) -> list[str]:
    """Read the sentences of a CoNLL-U file."""
    lines = path.read_text("utf-8").splitlines()
    return [line.removeprefix(TEXT).strip() for line in lines if line.startswith(TEXT)]


def print_file(code: str, path: Path) -> None:
    """Print one row for each band of lengths."""
    sentences = load_sentences(path)
    for low, high in LENGTHS:
        band = [text for text in sentences if low <= sum(map(str.isalpha, text)) < high][:MOST]
        given = [detect_language(text) for text in band]
        if band:
            right = given.count(code) / len(band)
            wrong = sum(answer not in (code, None) for answer in given) / len(band)
            print(f"{path.name:<28}{low:>5}+{len(band):>7}{right:>8.3f}{wrong:>8.3f}")


def main(arguments: list[str]) -> int:
    """Print the table."""
    code, *names = arguments
    print(f"{'file':<28}{'letters':>6}{'count':>7}{'right':>8}{'wrong':>8}")
    for path in map(Path, names):
        if path.exists():
            print_file(code, path)
        else:
            print(f"skipped: {path} is not there", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Count in how many texts of a language a word stands: ``shares.tsv``.

    python -m training.shares CORPORA src/kipu/lang/en

The texts are those of the train parts of UD EWT, of GUM and of Re-DocRED. Words are in the form in
which resolution compares them; those in fewer than ``LEAST`` texts are left out.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kipu.lang.resolution import plain

UD = ("ud/ewt/en_ewt-ud-train.conllu", "ud/gum/en_gum-free-train.conllu")
TOKENS = "coref/redocred/train.jsonl"
LEAST = 4
_WORD = re.compile(r"[^\W\d_]{3,}")


def texts(corpora: Path) -> Iterator[list[str]]:
    """Give the forms of each text."""
    for name in UD:
        forms: list[str] = []
        for line in (corpora / name).read_text("utf-8").splitlines():
            if line.startswith("# newdoc") and forms:
                yield forms
                forms = []
            cells = line.split("\t")
            if cells[0].isdigit():
                forms.append(cells[1])
        yield forms
    for line in (corpora / TOKENS).read_text("utf-8").splitlines():
        yield [form for sentence in json.loads(line)["sents"] for form in sentence]


def main(arguments: list[str]) -> int:
    """Run the step."""
    corpora, folder = map(Path, arguments)
    counts: Counter[str] = Counter()
    total = 0
    for forms in texts(corpora):
        total += 1
        counts.update({plain(word) for form in forms for word in _WORD.findall(form)})
    rows = [f"{word}\t{n / total:.4f}" for word, n in sorted(counts.items()) if n >= LEAST]
    head = [
        "# Words, and the share of texts that hold them. Counted by training/shares.py in the",
        "# train parts of UD English EWT (CC BY-SA 4.0), GUM (CC BY, CC BY-SA) and Re-DocRED",
        f"# (MIT; texts from Wikipedia, CC BY-SA): {total} texts, words that {LEAST} hold or more.",
    ]
    (folder / "resolution" / "shares.tsv").write_text("\n".join([*head, *rows]) + "\n", "utf-8")
    print(f"{len(rows)} words of {total} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

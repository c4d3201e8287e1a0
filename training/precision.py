"""Compare the model that ships with the same weights in 32-bit numbers.

    python -m training.precision OUT CORPORA REFERENCE

``OUT`` is the folder of ``training.train``. Prints the scores of both on the dev parts of the
configuration, from gold words and sentences, and writes to ``REFERENCE`` what the full model makes
of the texts of ``examples/``, for ``tests/syntax/test_precision.py`` to compare with.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from bench.ud import COLUMNS, score_gold, shares

from kipu.pipeline.loading import find_sources, load
from kipu.syntax import OnnxParser
from kipu.syntax.parser import open_parser
from training.config import Config
from training.export import export, load_trained

EXAMPLES = Path(__file__).parent.parent / "examples"


def main() -> None:
    """Print the table and write the reference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("reference", type=Path)
    options = parser.parse_args()
    config = load_trained(options.out).config
    with TemporaryDirectory() as folder:
        kinds = {"32 bits": True, "int8": False}
        for name, full in kinds.items():
            export(options.out, Path(folder) / name, full=full)
        models = {name: open_parser(Path(folder) / name, config.language) for name in kinds}
        _print_scores(models, config, options.corpora)
        _write_reference(models["32 bits"], options.reference)


def _print_scores(models: dict[str, OnnxParser], config: Config, corpora: Path) -> None:
    print(f"{'':50}" + " ".join(f"{column:>6}" for column in COLUMNS))
    for source in config.dev:
        path = corpora / source.path
        for name, model in models.items():
            if path.suffix == ".conllu":
                found = shares(score_gold(path, model, config.subtypes))
                cells = " ".join(f"{100 * found[column]:6.2f}" for column in COLUMNS)
                print(f"{path.stem + ' ' + name:50}{cells}")


def _write_reference(model: OnnxParser, path: Path) -> None:
    found = {}
    for source in find_sources([EXAMPLES]).found:
        syntax = model.parse(load(source.path))
        found[source.path.relative_to(EXAMPLES).as_posix()] = {
            "sentences": syntax.sentences,
            "upos": syntax.upos,
            "head": syntax.head,
            "deprel": syntax.deprel,
            "names": [(name.start, name.end, name.type) for name in syntax.names],
        }
    path.write_bytes(msgspec.json.encode(found) + b"\n")


if __name__ == "__main__":
    main()

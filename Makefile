# Needs python3.11, make and git; everything else is set up in .venv.

PYTHON ?= python3.11
BIN := .venv/bin
# Where the corpora and the scorers of the development benches are, if anywhere.
SHARED ?= ../shared

.PHONY: help setup demo test quick exhaustive test-postgres fuzz check format lint types layers bench reference clean web \
  setup-training train-en train-es eval-syntax

help:
	@echo 'make demo    set up, read examples/peru into peru.kipu, print what happened'
	@echo 'make test    set up, run all tests'
	@echo 'make quick   the tests without the slow ones; make exhaustive: those that take many minutes'
	@echo 'make test-postgres   the tests of records on PostgreSQL, which make test runs too if there is one'
	@echo 'make fuzz    damaged files for each reader, FUZZ=$(FUZZ) of a kind'
	@echo 'make check   format, lint, types, layers, tests'
	@echo 'make bench   speed; and the scores, where SHARED=$(SHARED) is there'
	@echo 'make web     the scripts and translations of the web application, built again (needs npm)'
	@echo 'make train-en, train-es, eval-syntax   the syntax models: see training/README.md'

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	$(BIN)/kipu add examples/peru --record peru.kipu
	$(BIN)/kipu timeline --record peru.kipu
	$(BIN)/kipu conflicts --record peru.kipu
	@echo 'To look at it in the browser: .venv/bin/kipu serve peru.kipu'

test: setup
	$(BIN)/pytest --numprocesses 2

quick: setup
	$(BIN)/pytest -m 'not slow and not exhaustive'

exhaustive: setup
	$(BIN)/pytest --numprocesses 2 -m exhaustive

# The tests start a server of their own, so the one of the system need not run.
test-postgres: setup
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
	  echo 'PostgreSQL is not installed. Debian, Ubuntu: apt-get install postgresql;' \
	    'Fedora: dnf install postgresql-server; macOS: brew install postgresql@17'; exit 1; }
	$(BIN)/pytest --numprocesses 2 -m 'postgres and not exhaustive'

# Damaged files for each reader, which takes half an hour; FUZZ=100000 takes two minutes.
FUZZ ?= 1000000

fuzz: setup
	KIPU_FUZZ=$(FUZZ) $(BIN)/pytest --numprocesses 2 tests/documents/test_fuzz.py

check: format lint types layers test

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.stories $(SHARED)/stories $(SHARED)/scoring
	$(BIN)/python -m bench.stories bench/stories/tuned $(SHARED)/scoring
	$(BIN)/python -m bench.archives
	$(BIN)/python -m bench.time $(SHARED)/corpora/time --floors
	$(BIN)/python -m bench.extraction $(SHARED)/corpora/extraction --floors
	$(BIN)/python -m bench.name_pairs $(SHARED)/corpora/names/name_bench_cases.csv
	$(BIN)/python -m bench.coreference gap $(SHARED)/corpora/coref/gap/gap-development.tsv
	$(MAKE) eval-syntax

eval-syntax: setup
	$(BIN)/python -m bench.ud $(SHARED)/corpora/ud --part test --pilot $(SHARED)/packs/en --floors
	$(BIN)/python -m bench.ud $(SHARED)/corpora/spanish/ud --part test --language es --floors
	$(BIN)/python -m bench.name_spans $(SHARED) --floors
	$(BIN)/python -m bench.name_spans $(SHARED) --language es --floors

setup-training: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[training]'

train-en: setup-training
	$(BIN)/python -m training.train training/en.toml $(SHARED)/corpora build/en
	$(BIN)/python -m training.export build/en src/kipu/lang/en
	$(BIN)/python -m training.precision build/en $(SHARED)/corpora tests/syntax/precision_en.json

# Spanish begins with the body of the English model, which train-en leaves in build/en.
train-es: setup-training
	$(BIN)/python -m training.train training/es.toml $(SHARED)/corpora build/es --body build/en/model.pt
	$(BIN)/python -m training.export build/es src/kipu/lang/es

# Needs npm. What it builds is kept in the repository, so that nothing else needs npm.
web: setup
	cd islands && npm ci --no-audit --no-fund && npm run build
	cd src/kipu/web/locale && ../../../../$(BIN)/pybabel -q compile -D kipu -d . -l es

reference: setup
	$(BIN)/python docs/reference.py

clean:
	rm -rf .venv build dist *.kipu

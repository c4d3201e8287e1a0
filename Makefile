# Needs python3.11, make and git; everything else is set up in .venv.

PYTHON ?= python3.11
BIN := .venv/bin
# Where the corpora and the scorers of the development benches are, if anywhere.
SHARED ?= ../shared

.PHONY: help setup demo test quick check format lint types layers bench reference clean

help:
	@echo 'make demo    set up, read examples/peru into peru.kipu, print what happened'
	@echo 'make test    set up, run all tests'
	@echo 'make quick   the tests without the slow ones'
	@echo 'make check   format, lint, types, layers, tests'
	@echo 'make bench   speed; and the scores, where SHARED=$(SHARED) is there'

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

test: setup
	$(BIN)/pytest --numprocesses 2

quick: setup
	$(BIN)/pytest -m 'not slow'

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
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/stories.py $(SHARED)/stories $(SHARED)/scoring

reference: setup
	$(BIN)/python docs/reference.py

clean:
	rm -rf .venv build dist *.kipu

"""Printed pages in columns, drawn in every order, are read in the order of their columns.

A page is scored by its runs of four words, as web pages are: a jump between columns breaks one in
every line.
"""

import random
from collections.abc import Callable

import pytest
from bench.extraction import precision_recall

from kipu.documents import read_document
from tests.documents.making import Placed, column, make_pdf

PAGES = 40
LEAST = 0.99
TOLD = """
the court heard a witness from Corran who said that soldiers of the second battalion had come at
night with lists of names and taken nine miners to the barracks where their families were told on
Monday that nobody was held and in March three bodies were found near the river by fishermen before
judge Ida Lorn ordered an inquiry into what officers knew about it
"""
WORDS = TOLD.split()

Order = Callable[[list[list[Placed]], random.Random], list[Placed]]


def by_columns(columns: list[list[Placed]], chance: random.Random) -> list[Placed]:
    del chance
    return [line for one in columns for line in one]


def by_rows(columns: list[list[Placed]], chance: random.Random) -> list[Placed]:
    del chance
    return sorted((line for one in columns for line in one), key=lambda line: (-line[1], line[0]))


def by_chance(columns: list[list[Placed]], chance: random.Random) -> list[Placed]:
    lines = by_columns(columns, chance)
    chance.shuffle(lines)
    return lines


ORDERS: dict[str, Order] = {"columns": by_columns, "rows": by_rows, "chance": by_chance}


def paragraph(chance: random.Random) -> str:
    sentences = [
        " ".join(chance.choices(WORDS, k=chance.randint(9, 24))).capitalize() + "."
        for _ in range(chance.randint(2, 5))
    ]
    return " ".join(sentences)


def made_page(chance: random.Random, order: Order, columns: int) -> tuple[bytes, str]:
    """Make a page of paragraphs in columns under a headline, and give its text too.

    Columns differ in length, start and gutter; some paragraphs are set in, some have a heading;
    lines of neighbours stand at one height or not.
    """
    size, gutter = chance.choice((8.0, 9.0, 10.0, 11.0)), chance.uniform(12, 30)
    width = (495 - gutter * (columns - 1)) / columns
    headline = " ".join(chance.sample(WORDS, 6)).capitalize()
    told, placed = [headline], []
    for number in range(columns):
        left, top = 50 + number * (width + gutter), 700 - chance.choice((0.0, 0.0, 4.0))
        lines: list[Placed] = []
        while (y := lines[-1][1] if lines else top) > chance.choice((180, 260, 320)):
            text = paragraph(chance)
            if chance.random() < 0.2:
                heading = " ".join(chance.sample(WORDS, 3)).capitalize()
                lines.append((left, y - (2.4 * size if lines else 0), size * 1.3, heading))
                told.append(heading)
                y = lines[-1][1]
            gap = chance.choice((1.2, 2.0)) * size if lines else 0
            set_in = column(text, left, y - gap, width, size=size)
            x, first, height, words = set_in[0]
            lines += [(x + chance.choice((0.0, size)), first, height, words), *set_in[1:]]
            told.append(text)
        placed.append(lines)
    title: Placed = (50.0, 760.0, 2 * size, headline)
    return make_pdf([[title, *order(placed, chance)]]), "\n".join(told)


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("order", ORDERS)
def test_columns(order: str, columns: int) -> None:
    """Of forty pages of each kind at least 0.99 of the runs of words are right, and are found."""
    chance = random.Random(f"{order} {columns}")
    scores = []
    for _ in range(PAGES):
        data, truth = made_page(chance, ORDERS[order], columns)
        scores.append(precision_recall(truth, read_document(data, uri="a.pdf").text))
    precision = sum(score[0] for score in scores) / PAGES
    recall = sum(score[1] for score in scores) / PAGES
    assert min(precision, recall) >= LEAST, f"{precision:.3f} {recall:.3f}"

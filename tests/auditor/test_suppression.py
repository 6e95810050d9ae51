"""Small counts stay hidden from a reader who knows the totals and the rule, and no more is hidden than that needs.

The reader here is a plain search over every table that fits what was published, apart from the program's own audit.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.suppression import STAR, suppress
from tests.auditor.verified import Case, case, cases

Table = list[list[int]]
Cell = tuple[int, int]


def tables(rows: int, columns: int, largest: int) -> st.SearchStrategy[Table]:
    row = st.lists(st.integers(0, largest), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def fits(table: Table, hidden: set[Cell], secondary: set[Cell]) -> Iterator[dict[Cell, int]]:
    """Every filling of the stars that fits the totals, stars of 1 or more, and of 4 or less where the rule says so."""
    single = len(table) == 1 or len(table[0]) == 1
    total = sum(map(sum, table))

    def top(cell: Cell) -> int:
        lines = [[other for other in secondary if other[axis] == cell[axis]] for axis in (0, 1)]
        if single:
            lines = [sorted(secondary)]
        return total if all(lines) else 4

    def left(i: int, j: int) -> tuple[int, int]:
        return sum(table[i][b] for b in range(len(table[0])) if (i, b) in hidden), sum(
            row[j] for a, row in enumerate(table) if (a, j) in hidden
        )

    row_left = [left(i, 0)[0] for i in range(len(table))]
    column_left = [left(0, j)[1] for j in range(len(table[0]))]
    order = sorted(hidden)

    def fill(place: int, rows: Sequence[int], columns: Sequence[int], whole: int) -> Iterator[dict[Cell, int]]:
        if place == len(order):
            if whole == 0 if single else not any(rows) and not any(columns):
                yield {}
            return
        i, j = order[place]
        most = min(whole if single else min(rows[i], columns[j]), top(order[place]))
        for count in range(1, most + 1):
            rest = fill(
                place + 1,
                [left - count * (a == i) for a, left in enumerate(rows)],
                [left - count * (b == j) for b, left in enumerate(columns)],
                whole - count,
            )
            for filling in rest:
                yield {order[place]: count, **filling}

    return fill(0, row_left, column_left, sum(row_left))


def is_safe(table: Table, secondary: set[Cell]) -> bool:
    """Whether no star has only one possible value."""
    small = {(i, j) for i, row in enumerate(table) for j, count in enumerate(row) if 0 < count < 5}
    unsettled = small | secondary
    for filling in fits(table, small | secondary, secondary):
        unsettled = {cell for cell in unsettled if filling[cell] == table[cell[0]][cell[1]]}
        if not unsettled:
            return True
    return not unsettled


def secondary_of(table: Table) -> set[Cell]:
    return {(i - 1, j - 1) for i, j in suppress(table).secondary}


def total_of(table: Table, cells: set[Cell]) -> int:
    return sum(table[i][j] for i, j in cells)


def least_total(table: Table) -> int | None:
    """The least total that has to be hidden, by trying every pattern; None if none is safe."""
    large = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) if count > 4]
    patterns = [set(cells) for size in range(len(large) + 1) for cells in combinations(large, size)]
    for pattern in sorted(patterns, key=lambda cells: total_of(table, cells)):
        if is_safe(table, pattern):
            return total_of(table, pattern)
    return None


@pytest.mark.parametrize("figures", [c for c in cases("suppression") if "1..4" in c.data["rule"]], ids=str)
def test_verified_tables_hide_what_they_must_and_no_more(figures: Case) -> None:
    table = figures.data["table"]
    found = suppress(table)
    assert [list(cell) for cell in found.primary] == figures.expected["primary_cells"]
    assert is_safe(table, secondary_of(table))
    if is_safe(table, set()) or figures.expected["min_secondary_sum"]:
        assert total_of(table, secondary_of(table)) == figures.expected["min_secondary_sum"]


@pytest.mark.parametrize("table", [[[1, 1, 31]], [[4, 4, 25]], [[1], [1], [31]], [[4], [4], [25]]])
def test_stars_that_the_rule_itself_gives_away_get_company(table: Table) -> None:
    """Two stars that add up to 2, or to 8, are 1 and 1, or 4 and 4, to a reader who knows the rule."""
    assert len(suppress(table).secondary) == 1


def test_the_rule_is_read_as_verified() -> None:
    """A line of stars alone is safe exactly where more than one filling of 1 to 4 adds up to its sum."""
    figures = case("sdc_rule_knowledge")
    for line, safe in zip(figures.data["lines"], figures.expected["safe"], strict=True):
        fillings = [f for f in product(range(1, 5), repeat=line["stars"]) if sum(f) == line["sum"]]
        found = suppress([[*fillings[0], 40]])
        assert (not found.secondary) is safe


def test_a_table_without_small_counts_is_shown_whole() -> None:
    found = suppress([[5, 0, 12], [0, 7, 30]])
    assert found.cells == ((5, 0, 12), (0, 7, 30))
    assert found.primary == found.secondary == ()


def test_stars_stand_where_the_lists_say_and_every_other_count_is_shown() -> None:
    table = [[3, 12, 8], [9, 15, 12], [7, 10, 14], [11, 6, 9]]
    found = suppress(table)
    starred = {
        (i, j) for i, row in enumerate(found.cells, start=1) for j, count in enumerate(row, start=1) if count == STAR
    }
    assert starred == {*found.primary, *found.secondary}
    for shown_row, counts in zip(found.cells, table, strict=True):
        assert all(shown in (STAR, count) for shown, count in zip(shown_row, counts, strict=True))


@pytest.mark.parametrize("table", [[[3]], [[3, 0, 0]], [[5, 2, 0], [6, 3, 4]], [[0], [2]]])
def test_a_count_that_its_total_gives_away_is_never_published(table: Table) -> None:
    with pytest.raises(ValueError, match=r"^The totals give away the count in row \d+, column \d+,"):
        suppress(table)


def test_the_sentence_names_the_cell() -> None:
    with pytest.raises(ValueError, match="row 2, column 1,"):
        suppress([[0], [2]])


@pytest.mark.parametrize("table", [[], [[]], [[1, 2], [3]], [[1, -2]]])
def test_what_is_not_a_table_of_counts_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        suppress(table)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([(2, 2), (2, 3), (3, 2), (3, 3), (1, 4), (4, 1)]).flatmap(lambda size: tables(*size, 6)))
def test_small_tables_hide_the_least_that_keeps_a_searching_reader_out(table: Table) -> None:
    least = least_total(table)
    if least is None:
        with pytest.raises(ValueError, match="give away"):
            suppress(table)
        return
    secondary = secondary_of(table)
    assert is_safe(table, secondary)
    assert total_of(table, secondary) == least


@pytest.mark.parametrize(("size", "seed"), [(8, 1), (8, 2), (12, 3), (12, 4)])
def test_large_tables_hide_every_small_count_and_never_one_alone_in_a_line(size: int, seed: int) -> None:
    lot = Random(seed)
    counts = [*range(1, 5), 0, *range(5, 40)]
    table = [[lot.choice(counts) for _ in range(size)] for _ in range(size)]
    found = suppress(table)
    small = {(i, j) for i, row in enumerate(table, start=1) for j, count in enumerate(row, start=1) if 0 < count < 5}
    assert set(found.primary) == small
    assert all(table[i - 1][j - 1] > 4 for i, j in found.secondary)
    for line in [*found.cells, *zip(*found.cells, strict=True)]:
        assert line.count(STAR) != 1

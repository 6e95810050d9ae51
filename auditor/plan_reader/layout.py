"""Pages to blocks: cells from the lines drawn around them, or from headings that stand side by side."""

from collections import defaultdict
from collections.abc import Sequence

from auditor.plan_reader.blocks import Block, Cell, Paragraph, Table
from auditor.plan_reader.headings import begins_heading, heading_of
from auditor.plan_reader.lines import Habits, lines_of, paragraphs_of, segments_of, text_of
from auditor.plan_reader.pdf import Page, Rule, Word

_TOUCH = 3.0  # points by which drawn lines may miss each other
_EDGES = tuple[float, float, float, float]  # left, right, bottom, top


class PageReader:
    """Turns pages into blocks in order; columns without drawn lines may go on from page to page."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._starts: list[float] = []  # where the open columns begin
        self._rows = False  # the first column holds labels, so that each begins a row

    def blocks(self, page: Page, words: Sequence[Word]) -> list[Block]:
        """The blocks of one page. `words` are those of the page that are not running headers or footers."""
        cells, free = _in_cells(page, words)
        placed: list[tuple[float, list[Block]]] = []
        for table in _tables(list(cells)):
            if len(table) == 1:
                # a frame around text is no table
                starts, self._starts = self._starts, []
                placed.append((table[0][3], self._flow(cells[table[0]], page.number)))
                self._starts = starts
            else:
                placed.append((table[0][3], [self._table(table, cells, page.number)]))
        for group in _between(free, [top for top, _ in placed]):
            placed.append((group[0].top, self._flow(group, page.number)))
        placed.sort(key=lambda item: -item[0])
        return [block for _, blocks in placed for block in blocks]

    def _table(self, table: list[_EDGES], cells: dict[_EDGES, list[Word]], page: int) -> Block:
        self._starts = []
        rows: list[list[Cell]] = []
        top = 0.0
        for edges in table:
            cell = Cell(edges[0], edges[1], tuple(paragraphs_of(cells[edges], page, self._habits)))
            if not rows or top - edges[3] > _TOUCH:
                rows.append([])
                top = edges[3]
            rows[-1].append(cell)
        return Table(tuple(tuple(sorted(row, key=lambda cell: cell.left)) for row in rows))

    def _flow(self, words: Sequence[Word], page: int) -> list[Block]:
        """Blocks of words no drawn lines part: paragraphs, and columns opened by headings."""
        blocks: list[Block] = []
        run: list[list[Word]] = []
        in_columns = bool(self._starts)
        for line in lines_of(words):
            starts = _columns_of(line)
            if starts:
                blocks += self._close(run, page, in_columns)
                run, in_columns, self._starts = [], True, starts
                self._rows = len(starts) == 2 and not _is_heads(line)
            elif in_columns and self._ends_columns(line):
                blocks += self._close(run, page, in_columns)
                run, in_columns, self._starts = [], False, []
            run.append(line)
        return blocks + self._close(run, page, in_columns)

    def _close(self, run: list[list[Word]], page: int, in_columns: bool) -> list[Block]:
        if not run:
            return []
        if not in_columns:
            return list(paragraphs_of([word for line in run for word in line], page, self._habits))
        columns: list[list[Word]] = [[] for _ in self._starts]
        for line in run:
            for word in line:
                columns[self._column(word)].append(word)
        ends = [*self._starts[1:], 10_000.0]
        cells: list[Cell] = []
        for start, end, column in zip(self._starts, ends, columns, strict=True):
            if column:
                found: list[Paragraph] = paragraphs_of(column, page, self._habits)
                cells.append(Cell(start, end, tuple(found)))
        return [Table((tuple(cells),))]

    def _column(self, word: Word) -> int:
        return max((number for number, start in enumerate(self._starts) if word.left >= start - _TOUCH), default=0)

    def _ends_columns(self, line: list[Word]) -> bool:
        """Whether a line runs across the columns, or is a heading of its own."""
        for start in self._starts[1:]:
            before = [word for word in line if word.left < start - _TOUCH]
            behind = [word for word in line if word.left >= start - _TOUCH]
            if before and before[-1].right > start + _TOUCH:
                return True
            if before and behind and behind[0].left - before[-1].right < max(0.5 * behind[0].size, 4):
                return True
        text = text_of(line)
        alone = all(word.left < self._starts[1] - _TOUCH for word in line) or self._rows
        return alone and (begins_heading(text) or heading_of(text, styled=all(word.bold for word in line)) is not None)


def _columns_of(line: list[Word]) -> list[float]:
    """Where columns begin that this line opens: headings side by side, or a heading with its text beside it."""
    segments = segments_of(line)
    if len(segments) < 2:
        return []
    if _is_heads(line):
        return [segment[0].left for segment in segments]
    text = text_of(segments[0])
    beside = " ".join(text_of(segment) for segment in segments[1:])
    heading = heading_of(text, styled=True)
    # a page number behind it makes it a line of a contents page
    if heading and not heading.rest and not beside.strip(" .…").isdigit():
        return [segments[0][0].left, segments[1][0].left]
    return []


def _is_heads(line: list[Word]) -> bool:
    texts = [text_of(segment) for segment in segments_of(line)]
    return sum(begins_heading(text) or heading_of(text, styled=False) is not None for text in texts) >= 2


def _between(words: Sequence[Word], tops: Sequence[float]) -> list[list[Word]]:
    """Free words in groups that tables part, from top to bottom."""
    groups: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        groups[sum(top > word.middle for top in tops)].append(word)
    return [sorted(groups[key], key=lambda word: -word.top) for key in sorted(groups)]


def _in_cells(page: Page, words: Sequence[Word]) -> tuple[dict[_EDGES, list[Word]], list[Word]]:
    """Words by the cell drawn around them, and words outside every cell."""
    across, down = _frame(page.across, page.down)
    cells: dict[_EDGES, list[Word]] = {}
    free: list[Word] = []
    last: _EDGES | None = None
    for word in words:
        x, y = (word.left + word.right) / 2, word.middle
        edges = last
        if edges is None or not (edges[0] < x < edges[1] and edges[2] < y < edges[3]):
            edges = _cell(x, y, across, down)
        if edges is None:
            free.append(word)
        else:
            cells.setdefault(edges, []).append(word)
            last = edges
    return cells, free


def _frame(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Drawn lines joined end to end, without those that frame nothing, such as underlines."""
    across, down = _joined(across), _joined(down)

    def ends(rule: Rule, others: list[Rule]) -> int:
        return sum(
            any(
                abs(other.at - end) <= _TOUCH and other.start - _TOUCH <= rule.at <= other.end + _TOUCH
                for other in others
            )
            for end in (rule.start, rule.end)
        )

    framing = [rule for rule in across if ends(rule, down) == 2]
    return framing, [rule for rule in down if ends(rule, across) >= 1]


def _joined(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= 1.5 and rule.start <= last.end + _TOUCH:
            joined[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _cell(x: float, y: float, across: list[Rule], down: list[Rule]) -> _EDGES | None:
    """The nearest lines around a point; a cell cut by the page's end is closed there."""
    beside = [rule for rule in down if rule.start - 1 <= y <= rule.end + 1]
    left = max((rule for rule in beside if rule.at <= x), key=lambda rule: rule.at, default=None)
    right = min((rule for rule in beside if rule.at >= x), key=lambda rule: rule.at, default=None)
    if left is None or right is None:
        return None
    over = [rule.at for rule in across if rule.start - 1 <= x <= rule.end + 1]
    bottom = max((at for at in over if at <= y), default=max(left.start, right.start))
    top = min((at for at in over if at >= y), default=min(left.end, right.end))
    return left.at, right.at, bottom, top


def _tables(cells: list[_EDGES]) -> list[list[_EDGES]]:
    """Cells in tables, by the edges they share; each table's cells from top to bottom, left to right."""
    groups: list[list[_EDGES]] = []
    for cell in sorted(cells, key=lambda edges: (-edges[3], edges[0])):
        near = [group for group in groups if any(_touch(cell, other) for other in group)]
        for group in near[1:]:
            near[0].extend(group)
            groups.remove(group)
        if near:
            near[0].append(cell)
        else:
            groups.append([cell])
    for group in groups:
        group.sort(key=lambda edges: (-round(edges[3] / _TOUCH), edges[0]))
    return groups


def _touch(one: _EDGES, other: _EDGES) -> bool:
    return (
        one[0] <= other[1] + _TOUCH
        and other[0] <= one[1] + _TOUCH
        and one[2] <= other[3] + _TOUCH
        and other[2] <= one[3] + _TOUCH
    )

"""Goes through a document in reading order and says of each paragraph which section it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.plan_reader.blocks import Block, Cell, Paragraph, Table
from auditor.plan_reader.furniture import is_unfilled
from auditor.plan_reader.headings import Heading, closes, completes, heading_of, lone_letter, titled

_ALONE = 4  # a table whose first cells are this many lone letters names sections by them
_SAME_COLUMN = 15.0  # points by which a table's edges may move from page to page

Place = tuple[str, ...]  # letters text belongs to: none, one, or several that a heading names together
Columns = tuple[tuple[float, float, str], ...]  # left, right and letter of each column that a heading opens


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph with the place it belongs to; `heading` where it opens one."""

    paragraph: Paragraph
    place: Place
    heading: Heading | None = None
    is_label: bool = False


class Walker:
    """Goes through a document in reading order and says of each paragraph where it belongs."""

    def __init__(self, *, titles: bool) -> None:
        self._titles = titles  # take a section's whole title for a heading, though it has no letter
        self._items: list[Item] = []
        self._place: Place = ()
        self._columns: Columns = ()
        self._open = ""  # the letter of a heading that has not given its title yet
        self._lone = False  # this table names sections by letters alone

    def items(self, blocks: Sequence[Block]) -> list[Item]:
        """Every paragraph below `blocks`, with its place."""
        self._walk(blocks)
        return self._items

    def _walk(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if self._open and completes(self._open, paragraph.text):
            self._items.append(Item(paragraph, (self._open,), Heading((self._open,), paragraph.text)))
            self._open = ""
            return
        heading = self._heading(paragraph)
        if heading:
            self._columns = ()
            self._start(paragraph, heading)
        elif paragraph.styled and closes(paragraph.text):
            self._place, self._columns, self._open = (), (), ""
            self._items.append(Item(paragraph, (), Heading((), paragraph.text)))
        else:
            self._open = ""
            self._items.append(Item(paragraph, self._place))

    def _heading(self, paragraph: Paragraph) -> Heading | None:
        heading = heading_of(paragraph.text, styled=paragraph.styled)
        if heading or not self._titles or not paragraph.styled:
            return heading
        letter = titled(paragraph.text)
        return Heading((letter,), paragraph.text) if letter else None

    def _start(self, paragraph: Paragraph, heading: Heading) -> None:
        letters = tuple(part for letter in heading.letters for part in (("H1", "H2") if letter == "H" else (letter,)))
        self._place = letters
        self._items.append(Item(replace(paragraph, text=heading.text), letters, heading))
        if heading.rest:
            self._items.append(Item(replace(paragraph, text=heading.rest, styled=False), letters))
        self._open = "" if heading.rest or heading.is_titled or len(letters) > 1 else heading.letters[0]

    def _table(self, table: Table) -> None:
        if self._columns and not _same_shape(self._columns, table):
            self._columns = ()
        rows = [(row, [cell for cell in row if cell.paragraphs]) for row in table.rows]
        labels = {lone_letter(filled[0].paragraphs[0].text) for _, filled in rows if len(filled) > 1}
        self._lone = len(labels - {None}) >= _ALONE
        for row, filled in rows:
            if not filled:
                continue
            heads = self._heads(filled)
            if heads:
                self._head_row(filled, heads, row)
            elif len(filled) > 1 and self._label_row(filled):
                continue
            elif self._columns and not self._opens_section(filled):
                self._column_row(filled)
            else:
                self._plain_row(row, filled)

    def _opens_section(self, filled: list[Cell]) -> bool:
        """Whether a row that reaches over the columns is a heading of its own."""
        first = filled[0].paragraphs[0]
        return len(filled) == 1 and self._heading(first) is not None and _letter_at(filled[0], self._columns) is None

    def _heads(self, filled: list[Cell]) -> dict[int, Heading]:
        """The headings of a row whose cells open columns, by the cell's number; empty where it does not."""
        found: dict[int, Heading] = {}
        lettered = 0
        for number, cell in enumerate(filled):
            first = cell.paragraphs[0]
            heading = heading_of(first.text, styled=first.styled or len(first.text.split()) <= 6)
            if heading and len(heading.letters) == 1:
                lettered += 1
                found[number] = heading
            elif letter := self._head_title(first.text):
                found[number] = Heading((letter,), first.text)
        letters = [heading.letters[0] for heading in found.values()]
        if len(set(letters)) < 2 or len(set(letters)) != len(letters):
            return {}
        plain = [cell for number, cell in enumerate(filled) if number not in found]
        short = all(len(cell.paragraphs) == 1 and len(cell.paragraphs[0].text.split()) <= 12 for cell in plain)
        # the provision table of section F may have a column of its own for outcomes
        inside = len(letters) < 3 and len(self._place) == 1 and self._place[0] in letters
        return found if lettered or (short and not inside) else {}

    def _head_title(self, text: str) -> str | None:
        """The letter a column's head means without naming it; short words mean what the heading above says."""
        if letter := titled(text):
            return letter
        if len(self._place) < 2:
            return None
        words = {"need": "BCD", "provision": "FGH", "outcome": "E"}
        starts = next((starts for word, starts in words.items() if text.strip(" :").lower() in (word, f"{word}s")), "")
        return next((letter for letter in self._place if letter[0] in starts), None) if starts else None

    def _head_row(self, filled: list[Cell], heads: dict[int, Heading], row: Sequence[Cell]) -> None:
        letters = {filled[number].left: heading.letters[0] for number, heading in heads.items()}
        columns: list[tuple[float, float, str]] = []
        # a column without a letter, such as 'By whom', goes on with the one to its left
        before = next(iter(letters.values()))
        for cell in row:
            before = letters.get(cell.left, before)
            columns.append((cell.left, cell.right, "H1" if before == "H" else before))
        self._columns = tuple(columns)
        for number, cell in enumerate(filled):
            place = (next(letter for left, _, letter in columns if left == cell.left),)
            if number in heads:
                self._cell(cell, place, heads[number])
            else:
                self._items += [Item(paragraph, place, is_label=True) for paragraph in cell.paragraphs]
        if len(self._place) < 2:
            self._place = (columns[0][2],)
        self._open = ""

    def _cell(self, cell: Cell, place: Place, heading: Heading | None = None) -> None:
        """A cell of a column: its headings hold inside it only."""
        inner = Walker(titles=False)
        inner._place = place
        blocks = cell.blocks
        if heading and isinstance(blocks[0], Paragraph):
            inner._start(blocks[0], heading)
            blocks = blocks[1:]
        inner._walk(blocks)
        self._items += inner._items

    def _label_row(self, filled: list[Cell]) -> bool:
        """Take a row whose first cell names a section and whose next cells hold its title or text."""
        first = filled[0].paragraphs[0]
        beside = filled[1].paragraphs[0]
        heading = self._heading(first) or heading_of(first.text, styled=True)
        letter = lone_letter(first.text)
        if heading is None and letter and (self._lone or letter in ("H1", "H2") or completes(letter, beside.text)):
            heading = Heading((letter,), first.text, is_titled=False)
        if heading is None:
            return False
        self._columns = ()
        self._start(first, heading)
        for block in (block for cell in filled for block in cell.blocks):
            if block is first:
                continue
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._table(block)
        return True

    def _column_row(self, filled: list[Cell]) -> None:
        lone = lone_letter(filled[0].paragraphs[0].text) if len(filled) == 1 else None
        for cell in filled:
            letter = _letter_at(cell, self._columns) or self._columns[0][2]
            first = cell.paragraphs[0]
            if lone is None and completes(letter, first.text) and self._follows_bare_head(letter):
                self._items.append(Item(first, (letter,), Heading((letter,), first.text)))
                self._items += [Item(paragraph, (letter,)) for paragraph in cell.paragraphs[1:]]
            else:
                self._cell(cell, (letter,))

    def _follows_bare_head(self, letter: str) -> bool:
        last = next((item for item in reversed(self._items) if item.place == (letter,)), None)
        return last is not None and last.heading is not None and not last.heading.is_titled

    def _plain_row(self, row: Sequence[Cell], filled: list[Cell]) -> None:
        unfilled = len(row) > 1 and (
            all(is_unfilled(paragraph.text) for cell in filled[1:] for paragraph in cell.paragraphs)
            and (len(filled) > 1 or (len(filled[0].paragraphs) == 1 and filled[0].paragraphs[0].styled))
        )
        if unfilled:
            self._items += [Item(paragraph, self._place, is_label=True) for paragraph in filled[0].paragraphs]
            return
        for cell in filled:
            self._walk(cell.blocks)


def _letter_at(cell: Cell, columns: Columns) -> str | None:
    """The letter of the column a cell stands in, or None where it reaches over columns of several letters."""
    letters: set[str] = set()
    for left, right, letter in columns:
        overlap = min(cell.right, right) - max(cell.left, left)
        if overlap > 0.3 * min(right - left, cell.right - cell.left):
            letters.add(letter)
    return letters.pop() if len(letters) == 1 else None


def _same_shape(columns: Columns, table: Table) -> bool:
    """Whether a table without heads goes on with the columns of the one before."""
    cells = [cell for row in table.rows for cell in row]
    in_points = columns[-1][1] > 50
    slack = _SAME_COLUMN if in_points else 0.0
    if not cells or not any(len(row) > 1 for row in table.rows):
        return bool(cells) and in_points and _letter_at(cells[0], columns) is not None
    left, right = min(cell.left for cell in cells), max(cell.right for cell in cells)
    inside = left >= columns[0][0] - slack and right <= columns[-1][1] + slack
    return inside and (in_points or right == columns[-1][1])

"""Lines over time say in drawing, words and table what the figures are, and lead to nothing that is not comparable."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.change.cohorts import CAUTION
from auditor.change.compare import compare
from auditor.change.figures import Break, Cohorts, MarkerRow, OverTime, Point, Series, Side
from auditor.intervals import wilson
from auditor.reports.blocks import Bullets, Figure, Paragraph, Table
from auditor.reports.change_section import change_section, cohort_appendix
from auditor.reports.charts import PRINT, alt_text, drawn, halves, plain_face, table_of, to_svg
from auditor.reports.fonts import letters_for
from auditor.reports.lines import Lines, cohort_lines, lines_of
from auditor.rounding import printed

SVG = "{http://www.w3.org/2000/svg}"


def point(label: str, year: int, k: int, n: int = 33, *, joined: bool = True) -> Point:
    return Point(label, date(year, 3, 31), k, n, 100 * k / n, printed(k, n), wilson(k, n), joined)


def paper(label: str, year: int, percent: int) -> Point:
    return Point(label, date(year, 6, 30), None, None, percent, f"{percent}%", hollow=True, note="from a paper")


def over(points: tuple[Point, ...], breaks: tuple[Break, ...] = (), markers: tuple[MarkerRow, ...] = ()) -> OverTime:
    sides = [
        Side(p.label, p.k or 0, p.n or 0, (p.k or 0) / (p.n or 1), p.printed, float(p.n or 1), True) for p in points
    ]
    change = compare([(sides[-2], sides[-1], "plans")])[0] if len(points) > 1 and points[-2].n else None
    series = Series("M1", "Voice recorded", "headline", "", "plans", points, breaks, change)
    then = points[-2].label if len(points) > 1 else ""
    last = points[len(points) - 1]
    return OverTime(last.label, last.on, "plans", then=then, headlines=(series,), markers=markers)


def texts(shown: Lines, width: float = 640, scale: float = 1.0) -> list[ET.Element]:
    svg = to_svg(drawn(shown, PRINT, width, scale))
    return list(ET.fromstring(svg).iter(f"{SVG}text"))


def strokes(shown: Lines, colour: str) -> list[ET.Element]:
    svg = ET.fromstring(to_svg(drawn(shown, PRINT, 640, 1)))
    return [line for line in svg.iter(f"{SVG}line") if line.get("stroke") == colour]


THREE = (point("Spring", 2024, 12, joined=False), point("Autumn", 2025, 17), point("Winter", 2026, 21))


def test_drawing_words_and_table_tell_every_point_and_the_finding() -> None:
    shown = lines_of(over(THREE, markers=(MarkerRow(1, date(2024, 9, 1), "Training delivered", 46),)))
    written = " ".join(text.text or "" for text in texts(shown))
    said, table = alt_text(shown), table_of(shown)
    for p in THREE:
        assert p.printed in written
        assert f"{p.label} {p.printed}, {p.k} of {p.n}" in said
    assert "Marked: Training delivered (46 took part)." in said
    assert "so we cannot say plans are better or worse." in said
    assert "No reliable change yet" in written
    assert "+12 points, range −11 to +34" in written
    assert [row[1:6] for row in table.rows] == [
        ("Spring", "36%", "12", "33", "22% to 53%"),
        ("Autumn", "52%", "17", "33", "35% to 67%"),
        ("Winter", "64%", "21", "33", "47% to 78%"),
    ]


@pytest.mark.parametrize(("now", "way"), [(31, -1), (1, 1), (17, 0)])
def test_the_verdict_has_an_arrow_that_is_drawn_since_the_printed_face_has_none(now: int, way: int) -> None:
    shown = lines_of(over((point("Spring", 2024, 16, joined=False), point("Autumn", 2025, now))))
    assert (shown.lines[0].sign, way) in {("better", -1), ("worse", 1), ("none", 0)}
    slanted = [line for line in strokes(shown, PRINT.ink) if line.get("x1") != line.get("x2")]
    slanted = [line for line in slanted if line.get("y1") != line.get("y2")]
    assert len(slanted) == (2 if way else 0)
    assert all((float(line.get("y2") or 0) - float(line.get("y1") or 0)) * way > 0 for line in slanted)
    has = letters_for(["Spring"]).has
    assert not {c for text in texts(shown) for c in text.text or "" if ord(c) not in has}


def test_a_line_leads_from_point_to_point_but_not_over_a_break_nor_to_an_old_paper() -> None:
    assert len(strokes(lines_of(over(THREE)), PRINT.bar)) == 2
    old = (paper("2019", 2019, 49), *THREE)
    assert len(strokes(lines_of(over(old)), PRINT.bar)) == 2
    broken = (THREE[0], point("Autumn", 2025, 17, joined=False), THREE[2])
    shown = lines_of(over(broken, (Break(1, "What this standard asks changed: 1.0 to 2.0."),)))
    assert len(strokes(shown, PRINT.bar)) == 1
    assert "Questions changed" in " ".join(text.text or "" for text in texts(shown))
    assert "What this standard asks changed: 1.0 to 2.0." in alt_text(shown)


def test_an_old_paper_is_hollow_named_as_such_and_has_no_whisker() -> None:
    shown = lines_of(over((paper("2019", 2019, 49), *THREE)))
    assert "2019 49%, n not given, from an old paper" in alt_text(shown)
    assert table_of(shown).rows[0][1:] == ("2019", "49%", "not given", "not given", "none", "from a paper")
    boxes = list(ET.fromstring(to_svg(drawn(shown, PRINT, 640, 1))).iter(f"{SVG}rect"))
    squares = [b for b in boxes if b.get("width") == b.get("height") == "9"]
    # of the four points one is hollow, and so is one of the two in the legend
    assert sorted(b.get("fill") == PRINT.bar for b in squares) == [False, False, True, True, True, True]


@pytest.mark.parametrize("count", [1, 2, 5, 12])
@pytest.mark.parametrize(("width", "scale"), [(1000, 1.0), (640, 1.0), (660, 2.0), (515, 0.8)])
def test_no_words_leave_the_chart_or_touch_their_neighbours(count: int, width: float, scale: float) -> None:
    points = tuple(point(f"Autumn {2015 + i}", 2015 + i, i, 12, joined=i > 0) for i in range(count))
    marker = MarkerRow(1, points[-1].on, "A new template for all plans from this September", 1046)
    shown = lines_of(over(points, markers=(marker,)))
    face = plain_face()
    spans: dict[str, list[tuple[float, float]]] = {}
    for text in texts(shown, width, scale):
        size, x = float(text.get("font-size", "0")), float(text.get("x", "0"))
        wide = face.width(text.text or "", text.get("font-weight") == "bold", size)
        start = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", "start"), 0)
        assert start >= -0.5
        assert start + wide <= width + 0.5
        spans.setdefault(text.get("y", ""), []).append((start, start + wide))
    for row in spans.values():
        for (_, end), (start, _) in pairwise(sorted(row)):
            assert end <= start + 0.5


def test_few_plans_are_told_as_counts_without_a_point() -> None:
    few = Point("Spring", date(2024, 3, 31), 3, 7, None, "too few for a percentage")
    shown = lines_of(over((few,)))
    assert "Spring 3 of 7, too few for a percentage" in alt_text(shown)
    assert "3 of 7" in " ".join(text.text or "" for text in texts(shown))
    assert not re.search(r"\d%", alt_text(shown))


def test_many_lines_are_halved_for_pages_that_cannot_hold_them() -> None:
    (series,) = over(THREE).headlines
    whole = Lines("Shares", "Round", lines_of(over(THREE)).lines * 5)
    parts = [part for part in halves(whole) if isinstance(part, Lines)]
    assert [len(part.lines) for part in parts] == [4, 1], "charts stand in twos"
    assert [len(part.lines) for part in halves(parts[0]) if isinstance(part, Lines)] == [2, 2]
    assert series.points == THREE


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=9))
@settings(deadline=None, max_examples=30)
def test_every_point_with_a_share_is_drawn_once(given_: list[tuple[int, bool]]) -> None:
    points = tuple(point(f"R{i}", 2010 + i, k, 40, joined=joined and i > 0) for i, (k, joined) in enumerate(given_))
    shown = lines_of(over(points))
    boxes = ET.fromstring(to_svg(drawn(shown, PRINT, 900, 1))).iter(f"{SVG}rect")
    squares = [b for b in boxes if b.get("width") == b.get("height") == "9" and b.get("fill") == PRINT.bar]
    assert len(squares) == len(points) + 1  # and one in the legend
    assert len(strokes(shown, PRINT.bar)) == sum(p.joined for p in points)


def test_the_section_has_the_chart_the_sentences_and_what_was_left_out() -> None:
    found = over(THREE)
    blocks = change_section(OverTime(**{**found.__dict__, "left_out": (("Theme", "It looks at some plans."),)}))
    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].text == "Winter beside Autumn, standard by standard."
    assert any(isinstance(block, Figure) for block in blocks)
    (bullets,) = (block for block in blocks if isinstance(block, Bullets))
    assert bullets.points[0].strong == "Voice recorded."
    assert bullets.points[0].text.startswith("52% then, 64% now. A difference of 12 points can arise by chance")
    assert blocks[-1] == Paragraph("Theme stands on no line here. It looks at some plans.", "note")
    assert change_section(over((THREE[0],))) == ()
    why = OverTime("Theme", date(2026, 1, 1), "", why="A thematic round says nothing of change.")
    assert change_section(why) == (Paragraph("A thematic round says nothing of change."),)


def quarter(number: int, k: int, n: int) -> Point:
    day = date(2025, 3 * number + 2, 15)
    if n < 10:
        return Point(f"Q{number}", day, k, n, None, "too few for a percentage")
    return Point(f"Q{number}", day, k, n, 100 * k / n, printed(k, n), wilson(k, n), number > 0)


def quarters(*counts: tuple[int, int]) -> Cohorts:
    points = tuple(quarter(i, k, n) for i, (k, n) in enumerate(counts))
    series = Series("M1", "Voice recorded", "headline", "", "plans", points)
    return Cohorts("Spring", "plans", (series,), (), 40, 2, CAUTION)


def test_quarters_come_with_their_caution_and_with_no_word_of_direction() -> None:
    found = quarters((4, 12), (15, 16))
    said = alt_text(cohort_lines(found)) + " ".join(
        block.text for block in cohort_appendix(found) if isinstance(block, Paragraph)
    )
    assert CAUTION in said
    assert "2 of 40 plans stand in no quarter" in said
    assert not re.search(r"\b(better|worse|improv|rose|fell|reliable change)\b", said.replace("better writing", ""))


def test_quarters_too_small_for_a_percentage_are_a_table_of_counts() -> None:
    blocks = cohort_appendix(quarters((3, 7), (0, 0)))
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows == (("Q0", "3 of 7"), ("Q1", "no plans"))
    assert not any(isinstance(block, Figure) for block in blocks)

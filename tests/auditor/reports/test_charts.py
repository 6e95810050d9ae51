"""Charts are drawn from results alone, read the same in words, table and picture, and lose no text in QtSvg."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from auditor.figures import TOO_FEW, Results
from auditor.reports.charts import (
    HEADLINES,
    PRINT,
    STATUTORY,
    Chart,
    Face,
    Palette,
    alt_text,
    drawn,
    table_of,
    to_svg,
)
from auditor.reports.described import Before, Beside, bars_of
from tests.auditor.reports.made_up import chosen_round, large_round, measure, random_round

DARK = Palette(ink="#ECEAE4", ink2="#BCC2CB", bar="#63B3AE", track="#2A323B", edge="#78828F", halo="#1B2128")
FAMILY = "DejaVu Sans"
ROUNDS = [chosen_round, random_round, large_round]
SVG = "{http://www.w3.org/2000/svg}"


def qt_face() -> Face:
    def width(text: str, bold: bool, size: float) -> float:
        font = QFont(FAMILY)
        font.setPixelSize(100)
        font.setBold(bold)
        return QFontMetricsF(font).horizontalAdvance(text) * size / 100

    return Face("Helvetica", "Helvetica-Bold", width)


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text")]


def drawn_words(chart: Chart, results: Results, width: float = 660, scale: float = 1) -> str:
    return " ".join(texts(to_svg(chart.draw(results, PRINT, width, scale, None))))


def lines(svg: str, colour: str) -> list[ET.Element]:
    return [n for n in ET.fromstring(svg).iter(f"{SVG}line") if n.get("stroke") == colour]


def test_every_headline_shows_its_k_of_n_its_range_and_its_percentage() -> None:
    words = drawn_words(HEADLINES, random_round())
    assert "17 of 33 plans met · likely 35–68%" in words
    assert "12 of 31 plans met · likely 24–56%" in words
    for figure in ("52%", "39%", "0%", "100%"):
        assert figure in words.split()


def test_headlines_keep_the_frameworks_order() -> None:
    results = random_round()
    words = drawn_words(HEADLINES, results)
    assert [m.short for m in results.measures] == sorted((m.short for m in results.measures), key=words.index)


def test_without_an_interval_there_is_no_whisker_and_the_chart_says_why() -> None:
    svg = to_svg(HEADLINES.draw(chosen_round(), PRINT, 660, 1, None))
    assert lines(svg, PRINT.ink) == []
    assert "No likely range. How these plans were picked was not published or recorded." in " ".join(texts(svg))
    with_ranges = to_svg(HEADLINES.draw(random_round(), PRINT, 660, 1, None))
    assert len(lines(with_ranges, PRINT.ink)) == 3 * 5  # four headlines with a range and the legend


def test_the_rounds_own_reason_is_printed_when_it_gives_one() -> None:
    results = replace(chosen_round(), reasons={"interval": "Nobody wrote down how they were picked"})
    assert "No likely range. Nobody wrote down how they were picked." in drawn_words(HEADLINES, results)
    assert "Nobody wrote down how they were picked." in HEADLINES.alt_text(results)


def test_one_headline_without_a_range_among_others_says_so() -> None:
    results = random_round()
    first = replace(results.measures[0], interval=None)
    changed = replace(
        results, measures=(first, *results.measures[1:]), reasons={first.id: "Only one plan has answers."}
    )
    assert "Voice recorded has no likely range. Only one plan has answers." in drawn_words(HEADLINES, changed)


def test_the_whisker_stands_over_the_bar_with_a_halo_two_wide_on_each_side() -> None:
    svg = to_svg(HEADLINES.draw(random_round(), PRINT, 660, 1, None))
    whiskers, halos = lines(svg, PRINT.ink), lines(svg, PRINT.halo)
    assert len(whiskers) == len(halos)
    for whisker, halo in zip(whiskers, halos, strict=True):
        assert float(halo.get("stroke-width", 0)) == pytest.approx(float(whisker.get("stroke-width", 0)) + 4)


def test_an_earlier_figure_is_a_hollow_diamond_on_the_bar_and_a_target_a_flag_and_words_tell_both() -> None:
    results = random_round()
    first, second, *rest = (m.id for m in results.measures)
    beside = Beside({first: Before("Spring 2024", 36.4, "36%")}, {first: 75, second: 60})
    plain, shown = bars_of(results), bars_of(results, beside)
    was, now = (to_svg(drawn(bars, PRINT, 660, 1)) for bars in (plain, shown))
    slanted = [n for n in lines(now, PRINT.ink) if n.get("x1") != n.get("x2") and n.get("y1") != n.get("y2")]
    (track, *_) = (n for n in ET.fromstring(now).iter(f"{SVG}rect") if n.get("fill") == PRINT.track)
    span, top = float(track.get("width", 0)), float(track.get("y", 0))
    ends = [(float(n.get("x1", 0)), float(n.get("y1", 0))) for n in slanted[:4]]
    assert sum(x for x, _ in ends) / 4 == pytest.approx(0.364 * span, abs=0.01)
    assert sum(y for _, y in ends) / 4 == pytest.approx(top, abs=0.01)
    assert len(slanted) == 8, "one on its bar and one in the legend"
    flags = [
        n for n in lines(now, PRINT.ink) if n.get("x1") == n.get("x2") == f"{0.6 * span:.2f}".rstrip("0").rstrip(".")
    ]
    assert len(flags) == 1
    assert not {"Spring 2024", "target"} & set(texts(was))
    assert {"Spring 2024", "target"} <= set(texts(now))
    said, table = alt_text(shown), table_of(shown)
    assert "; Spring 2024 36%; target 75%." in said
    assert "; target 60%." in said
    assert "more than chance" in said
    assert table.columns[-2:] == ("Spring 2024", "Target")
    assert [row[-2:] for row in table.rows] == [("36%", "75%"), ("none", "60%"), *[("none", "none")] * len(rest)]
    assert sum(table.shares) == pytest.approx(1)
    assert table_of(plain).columns == table.columns[:-2]


def test_a_headline_without_a_figure_has_words_and_no_bar() -> None:
    empty = replace(random_round(), measures=(measure(0, 0, 0, "plans"),))
    svg = to_svg(HEADLINES.draw(empty, PRINT, 660, 1, None))
    assert "Not enough evidence for a figure." in texts(svg)
    assert f'fill="{PRINT.bar}"' not in svg


def test_a_bar_is_as_long_as_its_percentage() -> None:
    results = replace(random_round(), measures=(measure(0, 17, 33, "plans"),))
    boxes = list(ET.fromstring(to_svg(HEADLINES.draw(results, PRINT, 660, 1, None))).iter(f"{SVG}rect"))
    track = next(b for b in boxes if b.get("fill") == PRINT.track)
    bar = next(b for b in boxes if b.get("fill") == PRINT.bar)
    assert float(bar.get("width", 0)) == pytest.approx(float(track.get("width", 0)) * 17 / 33, abs=0.01)


def test_statutory_checks_have_one_box_a_plan_and_no_percentage_under_ten() -> None:
    results = replace(random_round(), statutory=random_round().statutory[2:3])
    svg = to_svg(STATUTORY.draw(results, PRINT, 660, 1, None))
    boxes = list(ET.fromstring(svg).iter(f"{SVG}rect"))
    assert len(boxes) == 4 + 2  # three met, one not, and the legend's two
    words = " ".join(texts(svg))
    assert "3 of 4 · too few for a percentage" in words
    assert "%" not in words


def test_above_sixty_plans_a_statutory_check_is_a_bar() -> None:
    results = replace(large_round(), statutory=large_round().statutory[:1])
    svg = to_svg(STATUTORY.draw(results, PRINT, 660, 1, None))
    assert len(list(ET.fromstring(svg).iter(f"{SVG}rect"))) == 3 + 1  # track, share, edge; legend
    assert "share of plans that meet the check" in texts(svg)


def test_a_check_that_no_plan_counts_for_says_so() -> None:
    assert "No plan to count: 33 not applicable." in drawn_words(STATUTORY, random_round())


@pytest.mark.parametrize("make", ROUNDS)
def test_alt_text_and_table_hold_every_figure_of_the_picture(make) -> None:
    results = make()
    alt, rows = HEADLINES.alt_text(results), HEADLINES.table(results).rows
    for m, row in zip(results.measures, rows, strict=True):
        assert row[2:4] == (f"{m.k:,}", f"{m.n:,}")
        if m.percent is not None:
            assert row[1] == m.printed
            assert f"{m.short}: {m.printed}, {m.k} of {m.n}" in alt
    alt, rows = STATUTORY.alt_text(results), STATUTORY.table(results).rows
    for c, row in zip(results.statutory, rows, strict=True):
        assert row[1:3] == (f"{c.k:,}", f"{c.n:,}")
        assert c.short in alt
        assert (c.n < 10) == (c.printed not in row)


def test_alt_text_ranks_nothing() -> None:
    for results in (chosen_round(), random_round()):
        words = HEADLINES.alt_text(results).lower()
        assert not re.search(r"\b(best|worst|highest|lowest|most often|strongest|weakest|least)\b", words)


@pytest.mark.parametrize("make", ROUNDS)
@pytest.mark.parametrize("chart", [HEADLINES, STATUTORY])
@pytest.mark.parametrize(("width", "scale"), [(660, 1), (660, 2), (420, 2), (300, 1.5), (482, 0.7)])
def test_no_text_leaves_the_drawing_or_runs_into_another(qapp, make, chart: Chart, width: float, scale: float) -> None:
    face = qt_face()
    drawing = chart.draw(make(), PRINT, width, scale, face)
    placed: list[QRectF] = []
    for shape in drawing.contents:
        if type(shape).__name__ != "String":
            continue
        wide = face.width(shape.text, shape.fontName.endswith("Bold"), shape.fontSize)
        left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.textAnchor]
        assert left >= -0.5, shape.text
        assert left + wide <= width + 0.5, shape.text
        assert 0 <= shape.y <= drawing.height, shape.text
        box = QRectF(left, shape.y, wide, 0.7 * shape.fontSize)
        assert not any(box.intersects(other) for other in placed), shape.text
        placed.append(box)


@pytest.mark.parametrize("palette", [PRINT, DARK])
def test_qtsvg_draws_text_where_the_drawing_says(qapp, palette: Palette) -> None:
    drawing = HEADLINES.draw(random_round(), palette, 660, 1, qt_face())
    renderer = QSvgRenderer(QByteArray(to_svg(drawing, FAMILY).encode()))
    assert renderer.isValid()
    assert renderer.defaultSize().width() == 660
    image = QImage(660, int(drawing.height), QImage.Format.Format_RGB32)
    image.fill(QColor(palette.halo))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, 660, drawing.height))
    painter.end()
    ground = QColor(palette.halo).rgb()
    edge = [image.pixel(x, y) for y in range(image.height()) for x in (0, 659)]
    assert sum(pixel != ground for pixel in edge) < 0.4 * len(edge)  # bars may touch the edge, texts are not cut
    # a text that ends at the right edge reaches it, and the big figures are really there
    right = [x for x in range(560, 660) for y in range(20, 50) if image.pixel(x, y) != ground]
    assert right
    assert max(right) >= 650


@given(name=st.text(max_size=80), reason=st.text(max_size=200), scale=st.sampled_from([1.0, 2.0]))
@settings(max_examples=60, deadline=None)
def test_any_name_makes_a_drawing_and_well_formed_svg(name: str, reason: str, scale: float) -> None:
    named = tuple(replace(m, short=name) for m in random_round().measures)
    results = replace(random_round(), measures=named, reasons={"M5": reason})
    svg = to_svg(HEADLINES.draw(results, PRINT, 500, scale, None))
    ET.fromstring(svg)


def test_a_long_welsh_name_wraps_whole() -> None:
    name = "Llais y plentyn, y person ifanc a'r rhieni wedi'i gofnodi'n glir drwy'r cynllun ŵŷ"
    named = replace(random_round().measures[0], short=name)
    words = drawn_words(HEADLINES, replace(random_round(), measures=(named,)), width=300)
    assert name in words


def test_too_few_to_report_never_becomes_a_bar() -> None:
    hidden = replace(measure(0, 3, 7, "plans"), percent=None, printed=TOO_FEW, interval=None)
    svg = to_svg(HEADLINES.draw(replace(random_round(), measures=(hidden,)), PRINT, 660, 1, None))
    assert "Too few to report." in texts(svg)
    assert "3 of 7" not in svg
    assert f'fill="{PRINT.bar}"' not in svg

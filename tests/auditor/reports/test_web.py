"""The web page of a report: whole without anything else, in the order of the blocks; axe-core finds nothing."""

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from auditor.reports.blocks import Bullets, Heading, Paragraph, Point
from auditor.reports.board import board
from auditor.reports.charts import alt_text
from auditor.reports.described import bars_of, checks_of, flow_of
from auditor.reports.details import ReportDetails
from auditor.reports.report import Commentary, Report
from auditor.reports.web import POLICY, web_page, write_web
from tests.auditor.handbook.test_handbook import Page
from tests.auditor.reports.made_up import chosen_round, large_round, random_round

DETAILS = ReportDetails(council="Cyngor Tŷ Ŵyl", meeting="SEND Partnership Board", date=date(2026, 12, 4))
WRITTEN = Commentary(
    recommendations=(Bullets((Point("", "Agree a larger round."), Point("Ask", "health.")), numbered=True),),
    findings=(Paragraph("What the auditors noticed."), Heading(2, "Advice"), Paragraph("It came late.")),
)


def report(results=None, details: ReportDetails = DETAILS) -> Report:
    return board(results or random_round(), details, WRITTEN, sheets=False)


def page_of(made: Report) -> str:
    return web_page(made.blocks, made.imprint)


@pytest.fixture(scope="module")
def text() -> str:
    return page_of(report())


def test_the_page_needs_nothing_else_and_runs_nothing(text: str) -> None:
    page = Page(text)
    assert not page.misplaced
    assert not page.open
    assert not {"script", "iframe", "link", "img", "object"} & {tag for tag, _ in page.tags}
    for name in ("src", "href"):
        assert all((values.get(name) or "#").startswith("#") for _, values in page.tags)
    assert set(re.findall(r"url\((\w+:\w+/\w+)", text)) == {"data:font/ttf"}
    assert set(re.findall(r"https?://[^\"' <]+", text)) == {"http://www.w3.org/2000/svg"}
    (policy,) = (m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == POLICY
    assert page.all("html") == [{"lang": "en-GB"}]


def test_headings_go_down_one_level_at_a_time_and_every_link_leads_somewhere(text: str) -> None:
    page = Page(text)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(places) == len(set(places))
    assert {link["href"] for link in page.all("a")} <= {f"#{place}" for place in places}
    names = ["In short", "Contents", "What we ask the Board to do", "How far plans meet", "Statutory checks",
             "What we found", "How sure are we?", "Where shortfalls", "Appendix A.", "Appendix E."]  # fmt: skip
    headings = re.findall(r"<h[23][^>]*>([^<]*)", text)
    found = [next(at for at, heading in enumerate(headings) if heading.startswith(name)) for name in names]
    assert found == sorted(found)


def test_every_chart_has_its_finding_in_words_and_its_figures_as_a_table(text: str) -> None:
    results, page = random_round(), Page(text)
    pictures = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert len(pictures) == 6, "each of three charts for wide and for narrow windows"
    for shown in (bars_of(results), checks_of(results), flow_of(results)):
        assert alt_text(shown) in page.text
    named = {svg["aria-labelledby"] for svg in pictures}
    assert named == {p["id"] for p in page.all("p") if p.get("class") == "words"}
    assert len(page.all("details")) == 3


def test_every_table_has_a_caption_and_scopes(text: str) -> None:
    page = Page(text)
    assert len(page.all("caption")) == len(page.all("table"))
    assert {th.get("scope") for th in page.all("th")} == {"col", "row"}


def test_words_of_people_are_never_markup() -> None:
    odd = replace(random_round(), round="<script>alert(1)</script> & <b>")
    text = page_of(report(odd, replace(DETAILS, title="</title><script>x</script>")))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        made = report(chosen_round())
        write_web(made.blocks, made.imprint, file)
    assert first.getvalue() == second.getvalue()


def audited(text: str, folder: Path, *flags: str) -> list[dict[str, object]]:
    """What axe-core finds wrong with a page as Chromium shows it: the script is put into a copy and read back."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    run = """
    document.querySelectorAll("details").forEach(d => d.open = true);
    axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(found => {
      const told = document.createElement("pre");
      told.id = "told";
      const brief = list => list.map(v => ({id: v.id, nodes: v.nodes.map(n => n.html)}));
      told.textContent = JSON.stringify({violations: brief(found.violations), passes: found.passes.length});
      document.body.replaceChildren(told);
    });
    """
    opened = text.replace(POLICY, "default-src 'unsafe-inline' data:").replace(
        "</body>", f"<script>{script}</script><script>{run}</script></body>"
    )
    file = folder / "page.html"
    file.write_text(opened, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'own'}",
               "--virtual-time-budget=20000", *flags, "--dump-dom", file.as_uri()]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found, "axe-core did not finish"
    told = json.loads(Page(found[0]).text)
    assert told["passes"] > 15, "axe-core looked at next to nothing"
    return told["violations"]


@pytest.mark.outside
@pytest.mark.parametrize("make", [random_round, large_round])
@pytest.mark.parametrize(
    "flags", [("--window-size=1200,900",), ("--window-size=400,800", "--blink-settings=preferredColorScheme=0")]
)
def test_axe_finds_nothing_in_chromium(make, flags: tuple[str, ...], tmp_path: Path) -> None:
    """Wide and light, narrow and dark."""
    assert audited(page_of(report(make())), tmp_path, *flags) == []


@pytest.mark.outside
def test_axe_finds_planted_faults(tmp_path: Path) -> None:
    """Otherwise the test above shows nothing."""
    text = page_of(report()).replace('lang="en-GB"', "").replace('role="img" aria-labelledby', 'role="img" data-x')
    text = text.replace("--quiet: #464F5E", "--quiet: #C8C8C8")
    assert {"html-has-lang", "svg-img-alt", "color-contrast"} <= {v["id"] for v in audited(text, tmp_path)}

"""Reports as they are put together: one for each audience, from one round with everything beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from auditor.actions.beside import DisputeFacts, SurveyFacts, keep_dispute, keep_survey
from auditor.actions.highlight import highlight_steps
from auditor.actions.keep import add_action, add_area
from auditor.actions.plan import ActionFacts, AreaFacts, Told
from auditor.actions.targets import TargetFacts, set_target
from auditor.cli import main
from auditor.editions.releases import finished, shown_to_all
from auditor.example import make_example
from auditor.figures import TOO_FEW
from auditor.report_builder.built import built, stem_of
from auditor.report_builder.choice import Choice, choose, write
from auditor.report_builder.letterhead import Letterhead, keep_letterhead
from auditor.reports.blocks import Banner, Figure, Heading, Title
from auditor.reports.described import Bars
from auditor.reports.make import file_steps
from auditor.reports.report import Report
from auditor.results import newest_round, results
from auditor.rounds import rounds
from db.errors import UserError
from db.store import Store
from tests.auditor.editions.signed import signed_off_round
from tests.auditor.report_builder.test_parts import png

DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The worked example with a plan of action, a target, a survey and an ended dispute. Nobody may change it."""
    with Store.open(make_example(tmp_path_factory.mktemp("built"))) as store:
        area = add_area(store, AreaFacts("Quality of plans")).ids[0]
        add_action(store, ActionFacts(area, "State therapy in hours", agency="health"), Told("under_way", DAY))
        late = Told("delayed", DAY, "The trust has not agreed yet.")
        add_action(store, ActionFacts(area, "A template for advice", agency="health"), late)
        found = results(store)
        set_target(store, TargetFacts(found.framework_id, found.measures[0].id, 30))
        keep_survey(store, SurveyFacts("Survey (invented)", "Made up", DAY, "Is it yours?", 41, 120, 29))
        keep_dispute(store, DisputeFacts("health", "tribunal", "Provision to be specified.", DAY, DAY))
        logo = png(40, 20)
        keep_letterhead(
            store, Letterhead(logo, "#0B5D5E", meeting="SEND Board", contact="send@example.org", classification="Open")
        )
        write(store, number(store), "board", "recommendations", "Note that {M1.percent} met it.")
        yield store


def number(store: Store) -> int:
    return next(r.id for r in rounds(store) if r.name == newest_round(store))


def headings(report: Report) -> list[str]:
    return [b.text for b in report.front if isinstance(b, Heading) and b.level == 1]


def test_a_board_paper_has_the_shape_of_a_councils_papers(store: Store):
    found, report = results(store), built(store, number(store), "board")
    assert headings(report) == [
        "What we ask the Board to do", "How far plans meet the standards", "Statutory checks",
        "How sure are we?", "Where shortfalls come from", "Actions", "Beside the audit",
    ]  # fmt: skip
    words = repr(report.front)
    assert f"Note that {found.measures[0].printed} met it." in words, "the figure is the round's own"
    assert "The target is reached" in words
    bars = next(b.chart for b in report.front if isinstance(b, Figure) and isinstance(b.chart, Bars))
    assert [bar.target for bar in bars.bars] == [30, None, None, None, None]
    assert not bars.then, "a first round stands beside none"
    assert "State therapy in hours" in words
    assert "29 of 41 (71%)" in words
    assert "SEND Board" in words
    assert report.appendices
    assert report.imprint.logo is not None
    assert report.imprint.accent == "#0B5D5E"
    assert built(store, number(store), "front").appendices == ()


def test_a_highlight_report_carries_the_mark_of_its_figures(store: Store, tmp_path: Path):
    list(highlight_steps(store, newest_round(store), tmp_path))
    with PdfDocument(tmp_path / "highlight-quality-of-plans.pdf") as read:
        text = read[0].get_textpage().get_text_range()
    assert f"figures {results(store).fingerprint}" in text


def test_parts_come_in_the_order_that_was_chosen(store: Store):
    try:
        choose(store, number(store), "front", "partnership", ("actions", "sure"))
        assert headings(built(store, number(store), "front")) == ["Actions", "How sure are we?"]
    finally:
        choose(store, number(store), "front", "partnership", ("short",))


def test_an_agency_reads_what_concerns_it_and_no_other(store: Store):
    health, care = (built(store, number(store), f"agency:{a}") for a in ("health", "social_care"))
    assert headings(health) == [
        "How fast advice comes in", "Questions this agency leads on", "Causes laid at its door", "Actions it owns",
        "Tribunals and mediations",
    ]  # fmt: skip
    assert "State therapy in hours" in repr(health.front)
    assert "Provision to be specified." in repr(health.front)
    assert "The trust has not agreed yet." in repr(health.front), "what is held up says why"
    banner = next(b for b in health.front if isinstance(b, Banner))
    assert "Provisional figures." in banner.text
    assert "made up" in banner.text
    assert "The trust has not agreed yet." not in repr(care.front)
    assert "State therapy in hours" not in repr(care.front)
    assert "None is noted." in repr(care.front)
    assert {f.kind for f in health.figures} <= {"criterion", "statutory", "cause"}
    assert {f.group_value for f in health.figures if f.kind == "cause"} <= {"health"}
    assert not {f.id for f in health.figures if f.kind != "cause"} & {f.id for f in care.figures if f.kind != "cause"}
    with pytest.raises(UserError, match="has no xlsx"):
        next(iter(file_steps(health, Path(), ("xlsx",))))


def test_a_page_for_families_tells_what_everybody_may_see_and_no_more(tmp_path: Path):
    with Store.open(signed_off_round(tmp_path)) as signed:
        figures, out = shown_to_all(signed, "Spring")
        assert not out
        before = built(signed, 1, "families")
        assert "Draft: these figures are not published yet." in repr(before.front)
        finished(signed, "Spring", tmp_path, agreed_by="Data protection officer", formats=("csv",))
        second = figures.of("measure")[1 % len(figures.of("measure"))]
        write(signed, 1, "families", "next_steps", f"We go on from {{{second.id}.of}}.")
        report = built(signed, 1, "families")
        assert isinstance(report.front[0], Title)
        words = repr(report.front)
        assert "Draft" not in words
        for line in figures.of("measure"):
            told = f"{line.k:,} of {line.n:,}." if line.percent is not None else f"{TOO_FEW}."
            assert told in words
        hidden = second.percent is None
        assert ("We go on from too few to report." if hidden else f"from {second.k:,} of {second.n:,}.") in words
        assert not any(
            line.percent is None and f"{m.k:,} of {m.n:,}" in words
            for line, m in zip(figures.of("measure"), results(signed, "Spring").measures, strict=True)
        )
        assert report.figures == ()
        assert "%" not in words, "no percentages in plain words"
        own = results(signed, "Spring")
        assert figures.mark in report.imprint.foot[0]
        for mark in (own.fingerprint, own.log_head[:4]):
            assert mark not in repr((report.imprint, report.cover, report.fingerprint)), (
                "worked out from hidden figures"
            )


def test_no_page_for_families_before_a_round_is_signed_off(store: Store):
    with pytest.raises(UserError) as refused:
        built(store, number(store), "families")
    assert refused.value.code == "not_signed_off"


def test_what_cannot_be_made_is_said(store: Store):
    for key, code in (("press", "no_audience"), ("agency:nhs", "no_agency")):
        with pytest.raises(UserError) as refused:
            built(store, number(store), key)
        assert refused.value.code == code


def test_a_long_paragraph_in_short_goes_on_over_the_page(store: Store, tmp_path: Path):
    chosen = Choice(words={"short": "Plans are read with care. " * 700})
    report = built(store, number(store), "front", chosen, sheets=False)
    *_, (file,) = file_steps(report, tmp_path, ("pdf",))
    assert file.stat().st_size > 10_000


@pytest.mark.parametrize("key", ["front", "agency:health"])
def test_every_audience_has_files_of_its_own_name(store: Store, tmp_path: Path, key: str):
    report = built(store, number(store), key, sheets=False)
    files = next(s for s in file_steps(report, tmp_path, ("pdf", "docx"), stem=stem_of(key)) if not isinstance(s, str))
    assert [f.name.split("-")[0] for f in files] == [stem_of(key).split("-")[0]] * 2
    assert all(f.stat().st_size > 5_000 for f in files)


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "W", "--out", ".", "--edition", "public", "--audience", "families", "--agreed-by", "DPO"],
        ["report", "W", "--out", ".", "--audience", "families", "--format", "xlsx"],
        ["report", "W", "--out", ".", "--audience", "press"],
        ["marker", "W", "--remove", "9" * 23],
        ["learning", "withdraw", "W", "9" * 23, "--why", "x"],
    ],
)
def test_a_command_that_cannot_be_done_says_so(
    store: Store, arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    given = [str(store.path) if a == "W" else str(tmp_path) if a == "." else a for a in arguments]
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(given))
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not any(tmp_path.iterdir())

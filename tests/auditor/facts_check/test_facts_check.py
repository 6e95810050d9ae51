"""The facts check: what sheets hold, points with their outcomes, and figures that move by decisions alone."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
from sqlmodel import select

from auditor import scoring
from auditor.answers import Answer
from auditor.checking import check_workspace
from auditor.contents import Evidence
from auditor.evidence import add_evidence
from auditor.facts_check.points import accept_with_decision, open_point, raise_point, settle_point, sheet_back
from auditor.facts_check.sheets import Wanted, make_sheets, sheet_blocks, sheets_of
from auditor.facts_check.view import FactsCheck, facts_check, question_of
from auditor.ready_made import NewPlan
from auditor.reports.blocks import Table
from auditor.results import results
from auditor.round_moves import move_on
from auditor.steps import finished
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import Decision, FactPoint, Log, LogPayload
from db.vocabulary import FactOutcome, RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, small_framework

MET, PARTLY, NOT_MET = Value.MET, Value.PARTLY, Value.NOT_MET
TODAY = datetime.now().astimezone().date()
LATE = NewPlan("N-001", area="North", requested_on=date(2025, 1, 6), first_final_on=date(2025, 9, 1))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round at the facts check: N-001 falls short on Q1 (health acts) and on a date, N-002 on Q2, N-003 nowhere."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "facts.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(
            store, small_framework(folder), [LATE, "N-002", "N-003"],
            {"N-001": ["EA"], "N-002": ["EA"], "N-003": ["HB"]},
        )  # fmt: skip
        answers = {"N-001": (PARTLY, MET, MET, MET), "N-002": (MET, NOT_MET, MET, MET), "N-003": (MET,) * 4}
        for name, values in answers.items():
            at = assignment_of(store, rnd, name, "HB" if name == "N-003" else "EA")
            for key, value in zip(("Q1", "Q2", "Q3", "Q4"), values, strict=True):
                named = ("advice_weak", "health") if value.shortfall else ("", "")
                scoring.save_answer(store, at, key, Answer(value, *named, "the auditor's own note"))
            if name == "N-001":
                add_evidence(store, at, "Q1", Evidence("F", 9, None, "support when needed"))
            scoring.submit(store, at)
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(store, rnd, state)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path):
    """A copy of it, open."""
    with Store.open(Path(shutil.copy(made, tmp_path / "facts.ehcpaudit"))) as opened:
        yield opened


def place(store: Store, reference: str) -> int:
    return next(line.sampled or 0 for line in facts_check(store, 1).sheets if line.name == reference)


def sent(store: Store, folder: Path, *wanted: Wanted, due: date | None = None) -> FactsCheck:
    finished(make_sheets(store, 1, wanted or (Wanted(place(store, "N-001")),), folder, due))
    return facts_check(store, 1)


def pointed(store: Store, folder: Path, question: str = "Q1", words: str = "The amount stands on page 11.") -> int:
    """A point on N-001 that came back with its sheet."""
    here = sent(store, folder)
    sheet = next(line.id or 0 for line in here.sheets if line.id)
    (point,) = raise_point(store, sheet, place(store, "N-001"), question, words, TODAY).ids
    return point


def text_of(file: Path) -> str:
    pdf = pypdfium2.PdfDocument(file)
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return " ".join(words.split())


def test_a_sheet_lists_what_is_below_met_with_cause_agency_and_what_it_rests_on(store: Store, tmp_path: Path):
    made = finished(make_sheets(store, 1, (Wanted(place(store, "N-001")),), tmp_path, TODAY + timedelta(days=14)))
    words = text_of(made.files[0])
    for part in ("N-001", "Question Q1", "Partly met means: Some of it.", "advice weak", "best placed to act: health",
                 "Section F, page 9", "support when needed", "First plan in time", "1 September 2025",
                 "Partly met. An auditor noted: “the auditor's own note”"):  # fmt: skip
        assert part in words
    for part in ("N-002", "Q2", "Example,", "Edie"):
        assert part not in words


def test_an_agency_reads_all_its_plans_without_the_plans_words_or_others_causes(store: Store, tmp_path: Path):
    made = finished(make_sheets(store, 1, (Wanted(agency="health"),), tmp_path, None))
    words = text_of(made.files[0])
    assert "N-001" in words and "N-002" in words and "Section F, page 9" in words
    assert "support when needed" not in words and "own note" not in words
    assert "First plan in time" not in words


def test_without_a_cited_place_the_questions_sections_are_named_and_a_note_that_names_somebody_is_left_out(
    store: Store,
):
    with store.write() as session:
        row = session.exec(select(tables.Answer).where(tables.Answer.value == 0)).one()
        row.note = "Ring Mr Poole on 07700 900123."
        session.add(row)
    with store.read() as session:
        (sheet,) = sheets_of(session, store, 1, (Wanted(place(store, "N-002")),), None)
    table = next(block for block in sheet_blocks(sheet) if isinstance(block, Table))
    assert table.rows[0][2] == "Section F"
    looks = replace(sheet.found[0], sections=("B", "E", "F", "review"))
    table = next(b for b in sheet_blocks(replace(sheet, found=(looks,))) if isinstance(b, Table))
    assert table.rows[0][2] == "Sections B, E and F; its annual review"


def test_every_row_of_a_sheet_has_room_for_a_correction(store: Store):
    with store.read() as session:
        (sheet,) = sheets_of(session, store, 1, (Wanted(place(store, "N-001")),), None)
    table = next(block for block in sheet_blocks(sheet) if isinstance(block, Table))
    assert [row[-1] for row in table.rows] == [""] * len(sheet.found) == ["", ""]


def test_sheets_are_noted_as_sent_and_sent_again_as_the_same_ones(store: Store, tmp_path: Path):
    due = TODAY + timedelta(days=7)
    both = (Wanted(place(store, "N-001")), Wanted(agency="health"))
    first = sent(store, tmp_path, *both, due=due)
    states = {line.name: line.state(TODAY) for line in first.sheets}
    assert states == {"N-001": "out", "N-002": "not_made", "Health": "out"}
    assert {line.state(due + timedelta(days=1)) for line in first.sheets if line.id} == {"late"}
    again = sent(store, tmp_path, *both, due=due)
    assert [line.id for line in again.sheets] == [line.id for line in first.sheets]


def test_a_sheet_made_again_leaves_the_earlier_file_and_the_log_tells_its_days(store: Store, tmp_path: Path):
    here = sent(store, tmp_path)
    (file,) = tmp_path.glob("facts-*.pdf")
    before = file.read_bytes()
    sheet_back(store, next(line.id or 0 for line in here.sheets if line.id), TODAY)
    made = finished(make_sheets(store, 1, (Wanted(place(store, "N-001")),), tmp_path, None, ("pdf", "docx")))
    assert [one.name for one in made.files] == ["facts-spring-n-001 (2).pdf", "facts-spring-n-001 (2).docx"]
    assert file.read_bytes() == before
    with store.read() as session:
        rows = select(LogPayload.before).join(Log, Log.seq == LogPayload.seq)  # type: ignore[arg-type]
        told = session.exec(rows.where(Log.what == "made sheets for the facts check").order_by(Log.seq)).all()  # type: ignore[arg-type]
    assert list(told) == ["", f"N-001 sent {TODAY}, back {TODAY}"]


def test_a_sheet_comes_as_word_too_with_the_same_words(store: Store, tmp_path: Path):
    made = finished(make_sheets(store, 1, (Wanted(place(store, "N-001")),), tmp_path, None, ("pdf", "docx")))
    assert [file.name for file in made.files] == ["facts-spring-n-001.pdf", "facts-spring-n-001.docx"]
    cells = [
        cell.text for table in docx.Document(str(made.files[1])).tables for row in table.rows for cell in row.cells
    ]
    assert any("Section F, page 9" in cell for cell in cells)
    assert "" in cells


def test_plans_whose_references_look_alike_as_file_names_keep_a_sheet_each(tmp_path: Path):
    with make_workspace(tmp_path / "alike.ehcpaudit") as store:
        names = ["N/1", "N-1", "Health", "HEALTH.1"]
        rnd = make_round(store, small_framework(tmp_path), names, {name: ["EA"] for name in names})
        for name in names:
            at = assignment_of(store, rnd, name, "EA")
            for key in ("Q1", "Q2", "Q3", "Q4"):
                scoring.save_answer(store, at, key, Answer(PARTLY, "advice_weak", "health"))
            scoring.submit(store, at)
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(store, rnd, state)
        lines = facts_check(store, rnd).sheets
        made = finished(make_sheets(store, rnd, [Wanted(x.sampled, x.agency) for x in lines], tmp_path, None))
    assert len({file.name for file in made.files}) == len(lines) == 5
    assert {"facts-spring-n-1.pdf", "facts-spring-agency-health.pdf"} <= {file.name for file in made.files}


def test_a_cancelled_job_leaves_neither_files_nor_notes(store: Store, tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    steps = make_sheets(store, 1, (Wanted(place(store, "N-001")), Wanted(agency="health")), folder, None)
    next(steps)
    next(steps)
    steps.close()
    assert list(folder.iterdir()) == []
    assert [line.id for line in facts_check(store, 1).sheets] == [None] * 3


def test_an_accepted_fact_changes_figures_by_a_decision_that_is_linked(store: Store, tmp_path: Path):
    point = pointed(store, tmp_path)
    before = results(store)
    accept_with_decision(store, point, MET, "page 11 has the amount")
    (line,) = facts_check(store, 1).points
    assert (line.outcome, line.decided, line.settled_on) == (FactOutcome.ACCEPTED, MET, TODAY)
    with store.read() as session:
        decision = session.exec(select(Decision)).one()
        assert session.exec(select(FactPoint.decision_id)).one() == decision.id
    after = results(store)
    assert before.criteria[0].met + 1 == after.criteria[0].met
    assert check_workspace(store) == ()
    assert "N-001" not in [one.name for one in facts_check(store, 1).sheets if one.found > 1]


def test_a_point_that_is_not_accepted_or_changes_no_answer_leaves_every_figure(store: Store, tmp_path: Path):
    point = pointed(store, tmp_path)
    before = results(store).fingerprint
    settle_point(store, point, FactOutcome.NOT_ACCEPTED, "page 11 is of another year")
    open_point(store, point, "looked at the wrong page")
    settle_point(store, point, FactOutcome.ACCEPTED, "right, and it stays partly met")
    assert results(store).fingerprint == before
    with store.read() as session:
        told = session.exec(select(Log.subject).where(Log.what == "settled a point of the facts check")).all()
    assert told == ["Spring N-001 Q1"] * 2


def test_a_round_is_not_signed_off_over_a_point_without_outcome(store: Store, tmp_path: Path):
    point = pointed(store, tmp_path)
    with pytest.raises(UserError, match="1 point of the facts check has no outcome yet, on N-001"):
        move_on(store, 1, RoundState.SIGNED_OFF)
    settle_point(store, point, FactOutcome.NOT_ACCEPTED, "it is not there")
    move_on(store, 1, RoundState.SIGNED_OFF)
    with pytest.raises(UserError, match="signed off"):
        open_point(store, point, "too late")


def test_a_line_of_dates_is_not_decided_but_put_right_with_the_plan(store: Store, tmp_path: Path):
    point = pointed(store, tmp_path, "S4a", "The first plan was issued in May.")
    with pytest.raises(UserError) as refused:
        accept_with_decision(store, point, MET, "it was")
    assert refused.value.code == "no_question"
    settle_point(store, point, FactOutcome.ACCEPTED, "the date was put right")
    assert facts_check(store, 1).open_points == 0


def test_what_is_looked_at_before_deciding_stands_though_nobody_differs(store: Store):
    found = question_of(store, 1, place(store, "N-001"), "Q1")
    assert found is not None
    assert (found.values, found.decided) == ((PARTLY,), None)
    assert question_of(store, 1, place(store, "N-001"), "S4a") is None


def test_a_sheet_may_come_back_with_nothing_on_it(store: Store, tmp_path: Path):
    here = sent(store, tmp_path)
    sheet = next(line.id or 0 for line in here.sheets if line.id)
    sheet_back(store, sheet, TODAY)
    assert [line.state(TODAY) for line in facts_check(store, 1).sheets if line.id] == ["back"]
    sheet_back(store, sheet, None)
    assert [line.state(TODAY) for line in facts_check(store, 1).sheets if line.id] == ["out"]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda s, p: raise_point(s, 1, p, "Q9", "words", TODAY), "off_scale"),
        (lambda s, p: raise_point(s, 1, p, "Q1", " ", TODAY), "no_words"),
        (lambda s, p: raise_point(s, 1, p + 1, "Q1", "words", TODAY), "no_sampled"),
        (lambda s, p: raise_point(s, 9, p, "Q1", "words", TODAY), "no_sheet"),
        (lambda s, p: raise_point(s, 1, p, "Q1", "words", TODAY + timedelta(days=1)), "day_to_come"),
        (lambda s, p: settle_point(s, 1, FactOutcome.ACCEPTED, ""), "no_reason"),
        (lambda s, p: settle_point(s, 9, FactOutcome.ACCEPTED, "why"), "no_point"),
        (lambda s, p: accept_with_decision(s, 1, Value.CANNOT_TELL, "why", "template", "health"), "off_scale"),
        (lambda s, p: sheet_back(s, 1, None), "has_points"),
        (lambda s, p: open_point(s, 1, "why"), "not_settled"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(store: Store, tmp_path: Path, deed, code: str):
    pointed(store, tmp_path)
    before = facts_check(store, 1)
    first = place(store, "N-001")
    with pytest.raises(UserError) as refused:
        deed(store, first)
    assert refused.value.code == code
    assert facts_check(store, 1) == before

"""Sheets for a plan's writers: what they say, what they never say, when they are written, and the replies."""

import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from auditor.learning.files import FORMATS, called
from auditor.learning.plan_sheet import plan_lines, plan_sheets
from auditor.learning.sheets import add_reply, change_reply, replies_of, sheet_steps
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value
from tests.auditor.learning.learnt import NOTE, OTHER_NOTE

DAY = date(2026, 4, 2)


def written(store: Store, folder: Path, *references: str, **more) -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    *_, files = sheet_steps(store, 1, references, folder, more.pop("formats", ("pdf",)), **more)
    assert isinstance(files, tuple)
    return files


def text_of(file: Path) -> str:
    if file.suffix == ".html":
        return " ".join(re.sub(r"<[^>]+>", " ", file.read_text(encoding="utf-8")).split())
    if file.suffix == ".docx":
        with zipfile.ZipFile(file) as packed:
            return " ".join(re.sub(r"<[^>]+>", " ", packed.read("word/document.xml").decode()).split())
    pages = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_a_sheet_says_what_is_good_and_what_falls_short_with_cause_place_and_what_to_mend(store: Store):
    (sheet,) = plan_sheets(store, 1, ["N-001"])
    assert (sheet.met, sheet.partly, sheet.not_met, sheet.not_applicable) == (1, 1, 1, 1)
    first, second = sheet.shortfalls
    assert (first.criterion, first.value, first.causes) == ("Q2", Value.PARTLY, (("advice_weak", "health"),))
    assert (first.places, first.wanted) == (("Section F, page 9",), "All of it.")
    assert (second.criterion, second.value, second.causes) == ("Q3", Value.NOT_MET, (("plan_writing", "education"),))
    assert sheet.strengths == (("Measure", ("Q1 Question Q1",)),)


def test_notes_are_in_it_only_if_asked_for_and_only_of_those_whose_answer_was_agreed(store: Store):
    (plain,) = plan_sheets(store, 1, ["N-001"])
    (noted,) = plan_sheets(store, 1, ["N-001"], with_notes=True)
    assert plain.texts() == ()
    assert [words for _, words in noted.texts()] == [NOTE]
    assert OTHER_NOTE not in str(noted)


@pytest.mark.parametrize("wanted", FORMATS)
def test_no_file_names_an_auditor_and_all_say_the_same(store: Store, tmp_path: Path, wanted: str):
    (file,) = written(store, tmp_path / "out", "N-001", formats=(wanted,), with_notes=True, contact="the audit lead")
    text = text_of(file)
    for part in ("What falls short", "Question Q2", "Partly met", "Advice weak", NOTE, "the audit lead", "Your reply"):
        assert part in text
    for name in ("Edie", "Hal", "Lee", "key adult"):
        assert name not in text
    assert not re.search(r"\b(EA|HB)\b", text)


def test_writing_several_records_the_day_they_were_fed_back(store: Store, tmp_path: Path):
    files = written(store, tmp_path / "out", "N-001", "N-002", on=DAY)
    assert [file.name for file in files] == ["feedback-n-001-9a4e44.pdf", "feedback-n-002-02d4ba.pdf"] or len(
        files
    ) == 2
    fed = {line.reference: line.fed_back_on for line in plan_lines(store, 1)}
    assert (fed["N-001"], fed["N-002"], fed["N-003"]) == (DAY, DAY, None)


def test_where_one_plan_is_not_in_no_sheet_is_written_and_no_day_recorded(store: Store, tmp_path: Path):
    with pytest.raises(UserError) as refused:
        written(store, tmp_path / "out", "N-001", "N-013", on=DAY)
    assert refused.value.code == "not_scored"
    assert not list((tmp_path / "out").iterdir())
    assert not any(line.fed_back_on for line in plan_lines(store, 1))


def test_a_file_that_is_there_is_never_written_over(store: Store, tmp_path: Path):
    (file,) = written(store, tmp_path / "out", "N-001")
    before = file.read_bytes()
    with pytest.raises(UserError) as refused:
        written(store, tmp_path / "out", "N-001", "N-002", on=DAY)
    assert refused.value.code == "exists"
    assert [f.name for f in (tmp_path / "out").iterdir()] == [file.name]
    assert file.read_bytes() == before


def test_references_that_look_alike_in_a_file_name_stay_apart():
    assert len({called("feedback", reference) for reference in ("N-1", "N/1", "n-1", "n 1", "N 1")}) == 5


def test_a_reply_is_kept_with_its_plan_and_can_be_put_right(store: Store):
    kept = add_reply(store, 1, "N-001", "It was amended in May.", DAY)
    change_reply(store, kept.ids[0], "It was amended in June.")
    (reply,) = replies_of(store, 1)
    assert (reply.reference, reply.words, reply.received_on) == ("N-001", "It was amended in June.", DAY)
    assert {line.reference: line.replies for line in plan_lines(store, 1)}["N-001"] == 1


@pytest.mark.parametrize(("words", "days", "code"), [(" ", 0, "no_words"), ("Late.", 3, "day_to_come")])
def test_an_empty_reply_or_one_from_tomorrow_is_refused(store: Store, words: str, days: int, code: str):
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the day where the test runs
    with pytest.raises(UserError) as refused:
        add_reply(store, 1, "N-001", words, day)
    assert refused.value.code == code
    assert replies_of(store, 1) == ()

"""The handbook and the paper sheet, read back as other programs read them."""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from auditor.framework_files import find_framework
from auditor.frameworks import Framework, builtin, builtin_names, load
from auditor.handbook import make_handbook, make_sheet
from auditor.handbook.content import handbook, places
from auditor.reports.blocks import Kept
from auditor.reports.details import Imprint
from auditor.reports.web import web_page
from db.errors import UserError
from db.vocabulary import Agency, Cause, Value

A4 = (595, 842)
IMPRINT = Imprint("Handbook", "Somebody", "About", ("Foot",))
HOSTILE = """\
id = "own"
version = "1"
title = "Ours & <script>alert(1)</script>"
subject = "advice"
basis = "plans"
about = "For Siân at Tŷ Gwyn; \\"quoted\\"."
[[criteria]]
id = "Q1"
short = "<b>Bold</b>"
question = "Is 1 < 2 & 3 > 2?"
met = "</table></article>"
not_met = "No."
sections = ["K"]
source = "Invented"
basis = "practice"
"""


class Page(HTMLParser):
    """What a web page holds: its tags in order, unclosed ones, and its words."""

    VOID = ("meta", "br", "hr", "img", "link", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misplaced: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that closes another than the last one opened."""
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words a person reads."""
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words, evenly spaced."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def pdf_text(path: Path) -> str:
    """The words of a PDF, evenly spaced."""
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return flat(text)


def flat(text: str) -> str:
    """Words evenly spaced, and words parted at a line's end joined."""
    return " ".join(text.replace("\ufffe", "").split())


def own(folder: Path) -> Framework:
    """A framework whose words would break a careless page."""
    path = folder / "own.toml"
    path.write_text(HOSTILE, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Page]]:
    """The words of the PDF, and the web page, of every built-in framework."""
    folder = tmp_path_factory.mktemp("handbooks")
    found = {}
    for name in builtin_names():
        pdf, html = make_handbook(builtin(name), folder)
        found[name] = (pdf_text(pdf), Page(html.read_text("utf-8")))
    return found


@pytest.mark.parametrize("name", builtin_names())
def test_both_forms_hold_every_word_of_the_framework(made: dict[str, tuple[str, Page]], name: str) -> None:
    """Question, anchors, rule, examples, guidance, source: nothing is left to look up elsewhere."""
    framework = builtin(name)
    fields = ("short", "question", "met", "partly", "not_met", "not_applicable", "guidance", "escalate", "source")
    for text in (made[name][0], made[name][1].text):
        assert flat(framework.about) in text
        for measure in framework.measures:
            assert measure.name in text
        for criterion in framework.criteria:
            for field in (*fields, "good", "weak"):
                if words := getattr(criterion, field):
                    assert words in text, (criterion.id, field)


@pytest.mark.parametrize("name", builtin_names())
def test_the_web_page_is_whole_and_needs_nothing_else(made: dict[str, tuple[str, Page]], name: str) -> None:
    """Every tag is closed where it should be; no script, no picture, nothing from elsewhere."""
    page = made[name][1]
    assert page.misplaced == []
    assert page.open == []
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form"}
    for _, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "style")]
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert (policy or "").startswith("default-src 'none'")


@pytest.mark.parametrize("name", builtin_names())
def test_headings_never_skip_a_level_and_links_lead_somewhere(made: dict[str, tuple[str, Page]], name: str) -> None:
    """A screen reader goes by headings, the contents by links."""
    page = made[name][1]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert levels.count(3) == len(builtin(name).criteria)
    marks = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(marks)) == len(marks)
    assert {str(link["href"])[1:] for link in page.all("a")} <= set(marks)
    assert page.all("html") == [{"lang": "en-GB"}]
    for cell in page.all("th"):
        assert cell.get("scope") in ("col", "row")
    assert len(page.all("caption")) == len(page.all("table"))


def test_words_from_a_framework_are_never_markup(tmp_path: Path) -> None:
    """A framework may come from somebody else."""
    framework = own(tmp_path)
    html = make_handbook(framework, tmp_path, ("html",))[0].read_text("utf-8")
    page = Page(html)
    assert page.all("script") == page.all("b") == []
    assert page.misplaced == page.open == []
    for words in ("<script>alert(1)</script>", "Is 1 < 2 & 3 > 2?", "</table></article>", "Siân at Tŷ Gwyn"):
        assert words in page.text


def test_markup_and_rare_letters_in_a_framework_are_printed_as_they_stand(tmp_path: Path) -> None:
    """On paper as on the web page; a letter the usual face lacks brings another face."""
    framework = own(tmp_path)
    text = pdf_text(make_handbook(framework, tmp_path, ("pdf",))[0])
    assert "Is 1 < 2 & 3 > 2?" in text
    assert "Siân at Tŷ Gwyn" in text
    assert "Is 1 < 2 & 3 > 2?" in pdf_text(make_sheet(framework, tmp_path))


def test_a_question_is_not_parted_by_the_end_of_a_page(tmp_path: Path) -> None:
    """Its heading, its answers and its source stand on the same page."""
    framework = builtin("default-ehcp")
    (pdf,) = make_handbook(framework, tmp_path, ("pdf",))
    pages = [flat(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]
    for criterion in framework.criteria:
        (page,) = [page for page in pages if f"{criterion.id}: what counts as each answer" in page]
        for words in (f"{criterion.id} {criterion.short}", criterion.met, criterion.not_met, criterion.source):
            assert words in page, criterion.id


def test_the_handbook_is_a_tagged_and_bookmarked_pdf(tmp_path: Path) -> None:
    """A bookmark for every part and question, a title, and marked content."""
    framework = builtin("ehcp-outcomes")
    (pdf,) = make_handbook(framework, tmp_path, ("pdf",))
    document = pypdfium2.PdfDocument(pdf)
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert [title for title in titles if title.startswith("O1")] == ["O1 Specific: one clear change for the child"]
    assert document.get_metadata_value("Title") == "Handbook: Outcomes of an EHC plan"
    assert b"/MarkInfo" in pdf.read_bytes()
    assert framework.hash[:10] in pdf_text(pdf)


def test_the_same_framework_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    """So that a copy can be checked against another."""
    framework, day = builtin("health-advice"), date(2026, 11, 21)

    def written() -> list[bytes]:
        files = (*make_handbook(framework, tmp_path, day=day), make_sheet(framework, tmp_path, day))
        return [file.read_bytes() for file in files]

    assert written() == written()


@pytest.mark.parametrize("name", builtin_names())
def test_the_sheet_has_a_line_for_every_question_somebody_answers(tmp_path: Path, name: str) -> None:
    """On A4; those worked out from dates are named and have no line."""
    framework = builtin(name)
    path = make_sheet(framework, tmp_path)
    for page in pypdfium2.PdfDocument(path):
        assert sorted(round(side) for side in page.get_size()) == list(A4)
    text = pdf_text(path)
    for criterion in framework.judged:
        asked = f"{criterion.id} {criterion.short}" if criterion.each else f"{criterion.id} {criterion.question}"
        assert asked in text
    for criterion in framework.criteria:
        assert (criterion.question in text) is (criterion.mode != "dates" and not criterion.each)
    dates = [criterion.id for criterion in framework.criteria if criterion.mode == "dates"]
    assert ("works them out" in text) is bool(dates)
    assert all(code in text for code in dates)
    for words in ("Plan reference (no name)", "Auditor code", "Evidence: section and why. No names"):
        assert words in text


def test_every_page_of_a_sheet_asks_whose_it_is(tmp_path: Path) -> None:
    """Loose pages get mixed up."""
    path = make_sheet(builtin("default-ehcp"), tmp_path)
    pages = [flat(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(path)]
    assert len(pages) > 1
    assert all("Plan reference (no name)" in page and "Auditor code" in page for page in pages)


def test_a_sheet_offers_only_the_boxes_a_question_has(tmp_path: Path) -> None:
    """A two-point question has no box for partly met, one without a rule none for not applicable."""
    framework = builtin("default-ehcp")
    text = pdf_text(make_sheet(framework, tmp_path))
    for key, boxes in (("C2a", "2 0 C"), ("V3", "2 1 0 N C"), ("V1", "2 1 0 C")):
        assert f"{framework.criterion(key).question} {boxes} " in text


def test_the_sheet_explains_every_cause_and_agency_by_its_number(tmp_path: Path) -> None:
    """The numbers are those of the handbook's own tables."""
    framework = builtin("draft-plan-checklist")
    sheet = pdf_text(make_sheet(framework, tmp_path))
    book = pdf_text(make_handbook(framework, tmp_path, ("pdf",))[0])
    for number in range(1, len(Cause) + 1):
        assert re.search(rf"\b{number} [a-z]", sheet)
    assert f"{len(Cause)} other" in sheet
    assert f"{len(Cause)} Other" in book
    assert f"{len(Agency)} schools" in sheet
    assert f"{len(Agency)} Schools" in book


def test_the_handbook_gives_the_frameworks_own_limits(tmp_path: Path) -> None:
    """What the figures rest on is told as this framework sets it."""
    path = tmp_path / "own.toml"
    measured = (
        '[thresholds]\nmet = 81\nenough = 66\n[[measures]]\nid = "M1"\nname = "M"\nshort = "M"\nkind = "headline"\n'
    )
    text = HOSTILE.replace("[[criteria]]\n", f'{measured}[[criteria]]\nmeasure = "M1"\n')
    path.write_text(text, encoding="utf-8")
    page = web_page(handbook(load(path)), IMPRINT)
    assert "81%" in page
    assert "66%" in page
    assert "No critical question" not in page
    assert "This is a checklist" in web_page(handbook(own(tmp_path)), IMPRINT)
    outcomes = web_page(handbook(builtin("ehcp-outcomes")), IMPRINT)
    assert "becomes one answer: met from 75%" in outcomes
    assert "pooled over all plans" in outcomes


def test_every_question_is_kept_in_one_piece() -> None:
    """One block for each, in the framework's order."""
    framework = builtin("annual-review")
    kept = [block for block in handbook(framework) if isinstance(block, Kept)]
    assert len(kept) == len(framework.criteria)


def test_places_are_said_as_people_say_them() -> None:
    """Letters joined, and names for what is no section."""
    framework = builtin("default-ehcp")
    said = {key: places(framework.criterion(key)) for key in ("V1", "P1", "C1", "S7", "S8")}
    assert said == {
        "V1": "section A",
        "P1": "sections B and F",
        "C1": "the whole document",
        "S7": "section I and the dates",
        "S8": "the record of the review",
    }


def test_an_unknown_form_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """Nothing half done."""
    with pytest.raises(UserError, match="pdf or html, not as docx") as refused:
        make_handbook(builtin("default-ehcp"), tmp_path, ("pdf", "docx"))
    assert refused.value.code == "no_format"
    assert list(tmp_path.iterdir()) == []


def test_a_framework_is_found_by_name_or_by_file(tmp_path: Path) -> None:
    """A file of one's own, a built-in name, and a sentence for neither."""
    own(tmp_path)
    assert find_framework(str(tmp_path / "own.toml")).id == "own"
    assert find_framework("annual-review").id == "annual-review"
    with pytest.raises(UserError, match="there is no such file"):
        find_framework(str(tmp_path / "none.toml"))
    with pytest.raises(UserError, match="No framework called nothing"):
        find_framework("nothing")


def test_every_answer_the_scale_explains_is_one_the_framework_offers() -> None:
    """A yes or no checklist is not taught about partly met."""
    html = web_page(handbook(builtin("draft-plan-checklist")), IMPRINT)
    assert Value.PARTLY.key not in re.findall(r"<tr><th scope=row>(\w)</th><td>(?:Met|Partly met|Not met)<", html)
    assert {"2", "0"} <= set(re.findall(r"<tr><th scope=row>(\w)</th><td>(?:Met|Partly met|Not met)<", html))

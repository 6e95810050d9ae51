"""Who a child is never reaches the workspace: its bytes are searched for every invented name, number and birthday."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from auditor import rounds
from auditor.crash import log_folder, record_crash
from auditor.frames import read_steps
from auditor.frames.keep import digest_of, known_references, remembered_mappings, take_in_frame
from auditor.steps import finished
from db.store import Store
from db.vocabulary import RoundKind
from tests.auditor.frames.lists import AS_AT, annex_a, annex_row, workbook
from tests.auditor.frames.test_sen2_and_mapping import TABLES
from tests.building import make_workspace, small_framework

# Invented. The letters and figures hardly occur by chance.
SURNAMES, FORENAMES = ("Quillfeather", "Nonesuch", "Zzyzxová"), ("Marmaduke", "Öphelija", "Xanthippe")
UPNS, ULNS = ("T820001050001", "G711400011112", "Z999888777666"), ("7755331199", "8866442200", "9977553311")
NHS, POSTCODES = ("9434765919", "943 476 5919", "943-476-5919"), ("ZE1 0AA", "GY10 1SF", "PR1 8XJ")
BORN = (date(2014, 5, 17), date(2011, 11, 29), date(2019, 2, 23))
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def spellings(born: date) -> Iterator[str]:
    """A birthday as files may write it, and as Excel counts days."""
    month = MONTHS[born.month - 1]
    yield from (born.isoformat(), f"{born:%Y%m%d}", f"{born:%d%m%Y}", f"{born:%Y/%m/%d}")
    yield from (f"{born:%d}{mark}{born:%m}{mark}{born:%Y}" for mark in "/.-")
    yield from (f"{born.day}/{born.month}/{born.year}", f"{born.day} {month} {born.year}")
    yield from (f"{born:%d}-{month[:3]}-{born:%Y}", f"{month} {born.day}, {born.year}")
    yield str(born.toordinal() - date(1899, 12, 30).toordinal())


SECRETS = (
    *SURNAMES, *FORENAMES, *UPNS, *ULNS, *NHS, *POSTCODES, *(p.replace(" ", "") for p in POSTCODES),
    *(spelling for born in BORN for spelling in spellings(born)),
)  # fmt: skip


def found_in(content: bytes, secrets: Iterable[str]) -> list[str]:
    """The secrets that these bytes hold, in any usual encoding, whatever their case."""
    content = content.lower()
    forms = {secret: [secret.lower().encode(how, "replace") for how in ENCODINGS] for secret in secrets}
    # in one pass, before looking for each; without the zeros round letters of two bytes, of which a file has many
    any_of_them = b"|".join(re.escape(form.strip(b"\0")) for these in forms.values() for form in these)
    if re.search(any_of_them, content) is None:
        return []
    return [secret for secret, these in forms.items() if any(_stands(form, content) for form in these)]


def _stands(secret: bytes, content: bytes) -> bool:
    # five figures in a row stand in every digest, so those count by themselves alone
    if len(secret) > 5:
        return secret in content
    return re.search(rb"(?<![0-9a-z-])" + re.escape(secret) + rb"(?![0-9a-z-])", content) is not None


def written(workspace: Path) -> bytes:
    """All that lies on the disk for a workspace: its file and whatever stands beside it, and the crash notes."""
    folders = (workspace.parent, log_folder())
    return b"".join(path.read_bytes() for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()))


def rows_of(kind: str) -> list[list[str]]:
    """A list with everything that tells who a child is, good rows and wrong ones."""
    head = ["Ref", "Area", "Primary need", "Date issued", "Surname", "Forename", "UPN", "ULN", "NHS number",
            "Date of birth", "Postcode"]  # fmt: skip
    good = [
        [f"R-{n}", "North", "ASD", "2024-05-01", SURNAMES[n], FORENAMES[n], UPNS[n], ULNS[n], NHS[n],
         list(spellings(BORN[n]))[n], POSTCODES[n]]
        for n in range(3)
    ]  # fmt: skip
    if kind == "wrong rows":
        good += [[*row[:2], "", "31/31/2024", *row[4:]] for row in good]
        good += [["R-9", *row[1:9], f"{row[9]}?", row[10]] for row in good[:1]]
        good += [[f"X{row[0]}", *row[1:], "a cell too many", row[4]] for row in good[:2]]
    if kind == "words in the wrong column":
        good += [[f"Y-{n}", POSTCODES[n], "ASD", "", *good[n][4:]] for n in range(3)]
        good += [[f"Z-{n}", f"Mrs {SURNAMES[n]}", "ASD", "", *good[n][4:]] for n in range(3)]
    if kind == "names as references":
        good = [[f"{row[4]} {row[5]}", *row[1:]] for row in good]
    if kind == "one name as a reference":
        good[1][0] = SURNAMES[1]
    if kind == "numbers as references":
        good = [[row[6], *row[1:]] for row in good]
    if kind == "no reference":
        head, good = head[1:], [row[1:] for row in good]
    return [head, *good]


LISTS = ("plain", "wrong rows", "words in the wrong column", "names as references", "one name as a reference",
         "numbers as references", "no reference")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path):
    folder = tmp_path / "work"
    folder.mkdir()
    made = make_workspace(folder / "a.ehcpaudit")
    yield made
    made.close()


def take(store: Store, tmp_path: Path, *paths: Path, unseen: bool = True) -> None:
    """Read a list and take it in, as the page does; then again, as a second list. `unseen`: not on screen either."""
    new = rounds.NewRound(f"Round of {paths[0].name}", RoundKind.FULL, as_at=AS_AT)
    round_id = rounds.new_round(store, small_framework(tmp_path), new)
    for _ in range(2):
        reading = finished(
            read_steps(
                paths[0], as_at=AS_AT, more=paths[1:], taken=known_references(store),
                remembered=remembered_mappings(store),
            )
        )  # fmt: skip
        assert reading.frame is not None and reading.frame.plans
        assert not unseen or not found_in(repr([column.samples for column in reading.look.columns]).encode(), SECRETS)
        take_in_frame(store, round_id, reading.frame, digest_of(*paths), {reading.columns: reading.at})


def search(store: Store) -> None:
    """Search the open workspace, a copy of it, and the file once it is closed."""
    assert not found_in(written(store.path), SECRETS)
    store.backup(store.path.with_name("copy.ehcpaudit"))
    try:
        raise ValueError(SURNAMES[0])
    except ValueError as bug:
        record_crash(bug)
    store.close()
    content = written(store.path)
    assert not found_in(content, SECRETS)
    assert b"R-" in content or b"P-000" in content, "the plans themselves are there"


@pytest.mark.parametrize("kind", LISTS)
def test_no_list_of_any_kind_leaves_a_child_in_the_file(store: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows_of(kind))
    assert found_in(path.read_bytes(), SECRETS), "the list itself holds what is searched for"
    take(store, tmp_path, path)
    search(store)


def test_an_annex_a_workbook_leaves_no_child_in_the_file(store: Store, tmp_path: Path) -> None:
    rows = [annex_row(id=f"R-100{n}", upn=UPNS[n], born=BORN[n]) for n in range(3)]
    rows += [annex_row(id=SURNAMES[0], upn=UPNS[1], born=BORN[1], need="")]
    rows += [annex_row(id=f"R-200{n}", upn=UPNS[n], born=f"{BORN[n]:%d/%m/%Y}", phase=POSTCODES[n]) for n in range(3)]
    rows = [{**row, "ULN": ULNS[n % 3]} for n, row in enumerate(rows)]
    take(store, tmp_path, annex_a(tmp_path / "list.xlsx", *rows, sheet=f"{SURNAMES[1]} list"))
    search(store)


def test_tables_of_sen2_leave_no_child_in_the_file(store: Store, tmp_path: Path) -> None:
    m1 = [TABLES["m1"][0], *([f"{n + 11}", SURNAMES[n], FORENAMES[n], BORN[n].isoformat(), "1", "WBRI", POSTCODES[n],
                              UPNS[n], ULNS[n], ""] for n in range(3))]  # fmt: skip
    take(store, tmp_path, workbook(tmp_path / "sen2.xlsx", {**TABLES, "m1": m1}))
    assert known_references(store) == {"11", "12"}
    files = []
    for name, rows in {**TABLES, "m1": m1}.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    take(store, tmp_path, *files)
    assert not found_in(written(store.path), SECRETS)


def test_a_list_without_headings_leaves_no_child_in_the_file_once_its_columns_are_named(
    store: Store, tmp_path: Path
) -> None:
    """The first row is taken for headings then, so that the columns bear a child's name."""
    path = tmp_path / "list.csv"
    path.write_text("".join(f"{SURNAMES[n]},ASD,{FORENAMES[n]},North\n" for n in range(3)), encoding="utf-8")
    round_id = rounds.new_round(store, small_framework(tmp_path), rounds.NewRound("A", RoundKind.FULL, as_at=AS_AT))
    mapping = {"reference": 0, "need": 1, "area": 3}
    reading = finished(read_steps(path, mapping, as_at=AS_AT))
    assert reading.frame is not None
    take_in_frame(store, round_id, reading.frame, digest_of(path), {reading.columns: reading.at})
    search(store)


@pytest.mark.parametrize("column", ["Child name", "UPN", "Case note of the parent"])
def test_a_telling_column_chosen_as_reference_is_replaced_whatever_it_holds(
    store: Store, tmp_path: Path, column: str
) -> None:
    """Names with figures in them pass for references of their own, but not under such a heading."""
    path = tmp_path / "list.csv"
    rows = [f"{SURNAMES[n]} {n}, ASD, North\n" for n in range(3)]
    path.write_text(f"{column},Need,Area\n{''.join(rows)}", encoding="utf-8")
    round_id = rounds.new_round(store, small_framework(tmp_path), rounds.NewRound("A", RoundKind.FULL, as_at=AS_AT))
    reading = finished(read_steps(path, {"reference": 0, "need": 1, "area": 2}, as_at=AS_AT))
    assert reading.frame is not None and len(reading.frame.plans) == 3
    assert not found_in(repr([column.samples for column in reading.look.columns]).encode(), SECRETS)
    take_in_frame(store, round_id, reading.frame, digest_of(path), {reading.columns: reading.at})
    search(store)


DROPPED = ("Surname", "Known as name", "UPN", "Young person's ULN", "NHS no", "DOB", "Home postcode", "Parent e-mail")
STRINGS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=24).map(lambda text: f"qX7{text}7Xq")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.lists(STRINGS, min_size=8, max_size=8), min_size=1, max_size=5))
def test_whatever_stands_in_dropped_columns_none_of_it_reaches_the_file(
    store: Store, tmp_path: Path, cells: list[list[str]]
) -> None:
    text = io.StringIO()
    rows = [[f"R-{n}", "North", "ASD" if n % 2 else "", *row] for n, row in enumerate(cells, 1)]
    csv.writer(text).writerows([["Ref", "Area", "Primary need", *DROPPED], ["R-0", "South", "SLD"], *rows])
    path = tmp_path / "list.csv"
    path.write_bytes(text.getvalue().encode())
    with store.read() as session:
        there = session.connection().exec_driver_sql("SELECT id FROM round").scalar()
    new = rounds.NewRound("A", RoundKind.FULL, as_at=AS_AT)
    round_id = there or rounds.new_round(store, small_framework(tmp_path), new)
    reading = finished(read_steps(path, as_at=AS_AT))
    assume(reading.frame is not None)  # strings full of semicolons may make another table of it
    take_in_frame(store, round_id, reading.frame, digest_of(path), {reading.columns: reading.at})
    assert not found_in(written(store.path), {cell for row in cells for cell in row})


def grouped(head: str, words: Iterable[str]) -> str:
    """A list of thirty plans with these words, one a plan, under this heading."""
    needs = ["ASD"] * 30 if head != "Primary need" else [""] * 30
    rows = [f"R-{n},{word},{need},Reception" for n, (word, need) in enumerate(zip(words, needs, strict=True))]
    return "\n".join([f"Ref,{head},{'Primary need' if needs[0] else 'Other'},Year group", *rows])


CHILDREN = [f"{forename} {surname}{ending}" for forename in FORENAMES for surname in SURNAMES
            for ending in ("", "-Ashdown", " Byron", " Cole")][:30]  # fmt: skip


@pytest.mark.parametrize("head", ["Area", "Setting", "URN", "Phase"])
def test_a_column_that_should_name_groups_and_names_every_child_is_dropped(
    store: Store, tmp_path: Path, head: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(grouped(head, CHILDREN), encoding="utf-8")
    frame = finished(read_steps(path, as_at=AS_AT)).frame
    assert frame is not None and head in frame.dropped
    assert any("it could tell who a child is" in note for note in frame.notes)
    assert not found_in(repr(frame).encode(), SECRETS)
    take(store, tmp_path, path, unseen=False)
    search(store)


def test_needs_that_are_other_words_for_every_plan_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(grouped("Primary need", CHILDREN), encoding="utf-8")
    refused = finished(read_steps(path, as_at=AS_AT)).refused
    assert refused is not None and refused.code == "identifying"
    assert not found_in(str(refused).encode(), SECRETS)


@pytest.mark.parametrize("words", [["North", "South"] * 15, [f"Ward {n}" for n in range(30)], [""] * 30])
def test_areas_are_kept_where_plans_share_them_or_they_bear_figures(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(grouped("Area", words), encoding="utf-8")
    frame = finished(read_steps(path, as_at=AS_AT)).frame
    assert frame is not None and [plan.area for plan in frame.plans] == words
    assert frame.fields["year_group"].filled == 30, "Reception is a year like any other"

"""How long a list of 20,000 invented plans takes to read, check and store, beside openpyxl reading the file alone.

Run it from the top folder: uv run --no-sync python -m tests.benchmarks.frames
"""

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from auditor import rounds
from auditor.frames import Frame, read_frame
from auditor.frames.keep import digest_of, take_in_frame
from auditor.frameworks import builtin
from db.store import Store
from db.vocabulary import RoundKind

PLANS = 20_000
LIMIT = 5.0  # seconds for all three
AS_AT = date(2026, 9, 1)
HEADINGS = (
    "Unique ID", "UPN", "ULN", "Date of birth", "Gender", "Ethnicity", "Date initial EHC plan issued",
    "Date updated EHC plan issued", "Date EHC plan last reviewed", "SEN primary need",
    "Main education establishment – URN", "Main education establishment – phase",
    "Subsidiary education establishment – phase (dual registration)", "Elective home education", "Suspensions",
    "Permanent exclusions", "Absence", "Pupil Premium", "Known to children's social care?",
    "Which children's social care team?", "Does the child or young person have a disability?",
)  # fmt: skip


def write(path: Path, plans: int = PLANS) -> None:
    """Write an invented Annex A list 1."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List_1")
    sheet.append(HEADINGS)
    lot = random.Random(1)
    for number in range(plans):
        born = date(2008, 1, 1) + timedelta(days=lot.randrange(4000))
        issued = date(2019, 1, 1) + timedelta(days=lot.randrange(2000))
        need = lot.choice(("ASD", "SEMH", "SLCN", "MLD"))
        sheet.append(
            [f"R{number:05}", f"A{number:011}1", f"{number:010}", born, 1, "WBRI", issued, issued + timedelta(300),
             issued + timedelta(280), need, 100_000 + number % 300, "Primary", None, "No", 0, 0, 3, "No", "No", None,
             "No"]
        )  # fmt: skip
    book.save(path)


def openpyxl_alone(path: Path) -> int:
    """Go through every cell's value as openpyxl gives it."""
    sheet = load_workbook(path, read_only=True, data_only=True)["List_1"]
    return sum(1 for _ in sheet.iter_rows(values_only=True))


def timed(what: str, job: Callable[[], Any]) -> tuple[Any, float]:
    """Print how long a job takes, the best of three; give its answer and the seconds."""
    best, answer = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        answer = job()
        best = min(best, time.perf_counter() - start)
    print(f"{what:40} {best:6.2f} s")
    return answer, best


def main() -> None:
    """Write the file, and time each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frame.xlsx"
        write(path)
        print(f"{PLANS:,} plans of {len(HEADINGS)} columns, {path.stat().st_size / 1e6:.1f} MB; best of three")
        timed("openpyxl reading alone", lambda: openpyxl_alone(path))
        frame: Frame
        frame, reading = timed("read and checked", lambda: read_frame(path, as_at=AS_AT)[0])
        with Store.create(Path(folder) / "a.ehcpaudit", owner="Lee Example", role="lead", council="Example") as store:
            new = rounds.NewRound("Autumn", RoundKind.FULL, as_at=AS_AT)
            round_id = rounds.new_round(store, builtin("default-ehcp"), new)
            _, storing = timed("stored", lambda: take_in_frame(store, round_id, frame, digest_of(path)))
        print(f"{'read, checked and stored':40} {reading + storing:6.2f} s of {LIMIT:.0f} s at most")
        print(f"{len(frame.plans):,} usable of {frame.rows:,}")


if __name__ == "__main__":
    main()

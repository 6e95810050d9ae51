"""What an encrypted workspace holds is never passed through a file somewhere else, however large the job."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHANGING = re.compile(
    r'open(?:at)?\((?:AT_FDCWD<?[^,]*, )?"([^"]+)", [^,)]*(?:O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE)[^)]*\)\s+= \d'
)

JOB = """
import sys
from pathlib import Path
from db.store import Store
from db.tables import Plan
from db.vault import Key
path, one, other = Path(sys.argv[1]), Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16)
with Store.create(path, owner="Lee", role="lead", council="Example", key=one) as store:
    with store.write() as session:
        session.add_all(Plan(reference=f"N-{number:06}") for number in range(30_000))
        session.connection().exec_driver_sql("UPDATE plan SET reference = reference || '-again'")
    with store.read() as session:
        many = "SELECT a.reference || b.uid AS both FROM plan a JOIN plan b ON b.id < 20 ORDER BY both DESC"
        session.connection().exec_driver_sql(many).fetchone()
        session.connection().exec_driver_sql("CREATE TEMP TABLE passing AS SELECT * FROM plan")
    store.backup(path.with_name("copy.ehcpaudit"))
    store.rekey(other)
    assert store.check() == ()
"""


@pytest.mark.outside
def test_no_file_is_written_but_beside_the_workspace(tmp_path: Path) -> None:
    folder, trace = tmp_path / "folder", tmp_path / "trace"
    folder.mkdir()
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    subprocess.run(
        ["strace", "-f", "-e", "trace=open,openat,creat", "-o", str(trace),
         sys.executable, "-c", JOB, str(folder / "a.ehcpaudit")],
        cwd=ROOT, check=True, timeout=120, env=environment,
    )  # fmt: skip
    written = set(CHANGING.findall(trace.read_text()))
    assert any(name.endswith("a.ehcpaudit-wal") for name in written), "strace saw nothing"
    assert [name for name in written if not name.startswith(f"{folder}/") and name != "/dev/null"] == []

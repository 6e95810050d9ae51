"""How long an encrypted workspace takes beside an open one: `python -m tests.benchmarks.locked [PLANS]`.

Opens a file of so many scored plans, saves answers one by one, and changes the whole file. Medians, in milliseconds.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from auditor import scoring
from auditor.answers import Answer
from auditor.frameworks import builtin
from db.store import Store
from db.vault import Key, key_for, new_key
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score

WORDS = "four words of mine"


def took(job: Callable[[], object], times: int) -> str:
    """The median of so many runs, with the slowest."""
    each: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        job()
        each.append(1000 * (time.perf_counter() - start))
    return f"{median(each):8.2f} ms (slowest {max(each):.2f})"


def saving(store: Store, plan: str) -> Callable[[], object]:
    """A job that gives the next answer of a sheet."""
    assignment = next(row.assignment for row in scoring.plan_rows(store, 1) if row.reference == plan)
    keys = [criterion.id for criterion in builtin("default-ehcp").judged if criterion.each is None]
    left = [(key, value) for value in (Value.MET, Value.NOT_MET) for key in keys] * 5

    def save() -> None:
        key, value = left.pop()
        scoring.save_answer(store, assignment, key, Answer(value))

    return save


def main(plans: int) -> None:
    """Print the figures."""
    framework = builtin("default-ehcp")
    names = [f"N-{number:05}" for number in range(plans)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ehcpaudit"
        with make_workspace(path) as store:
            rnd = make_round(store, framework, [*names, "N-LAST"], {name: ["EA"] for name in [*names, "N-LAST"]})
            for name in names:
                score(store, rnd, name, "EA", [Value.MET] * len(framework.judged))
        key: Key | None = None
        for title in ("open", "encrypted"):
            print(f"{title}: {plans} scored plans, {path.stat().st_size:,} bytes")
            opened = partial(_open_and_close, path, key)
            print("  open and close, key at hand ", took(opened, 20))
            if key:
                print("  key from passphrase         ", took(partial(key_for, path, WORDS), 10))
                print("  open and close by passphrase", took(lambda: _open_and_close(path, key_for(path, WORDS)), 10))
            with Store.open(path, key=key) as store:
                print("  save one answer             ", took(saving(store, "N-LAST"), 200))
                key = None if key else new_key(WORDS)
                print("  make it the other kind      ", took(partial(store.rekey, key), 1))


def _open_and_close(path: Path, key: Key | None) -> None:
    Store.open(path, key=key).close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

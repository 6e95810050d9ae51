"""Starts one person after another in processes of their own, without loading Qt anew for each.

Each line on the standard input is JSON: the workspace, the journal, what to do, and a seed. Answered by the new
process's id, then by 'ready' from the person once the desk is up, then, when the person is gone, by how it ended.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.end_to_end.person import WORDS, Person

KEY_EVERY = 0.02  # s between the keys of somebody who types fast


def score(person: Person) -> None:
    """Answer questions as fast as it can be done, until killed."""
    while True:
        person.step()


def type_on(person: Person) -> None:
    """Write one long note without a pause, until killed; `turned` is when a finished turn of the loop began."""
    person.press("0")
    assert person.in_note
    text = ""
    while True:
        text += WORDS[len(text) % len(WORDS)]
        person.write(note=text, typed=time.monotonic())
        person.press(text[-1])
        began = time.monotonic()
        person.turn()
        person.write(turned=began)
        time.sleep(KEY_EVERY)


def live(order: dict[str, Any]) -> None:
    """Do what was ordered, in a process that will not come back from it."""
    journal = os.open(order["journal"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    person = Person(Path(order["file"]), journal, order["seed"])
    print("ready", flush=True)
    {"score": score, "type": type_on}[order["do"]](person)


def main() -> None:
    """Serve until the standard input ends."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                live(json.loads(line))
            except BaseException:  # noqa: BLE001 - nothing of the server may run on in the child
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(70)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()

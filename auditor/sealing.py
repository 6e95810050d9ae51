"""Lock bytes with a passphrase, in the age format (age-encryption.org/v1), and open them again.

The passphrase is stretched with scrypt, which takes seconds, a gigabyte of memory, and Python's lock for as long: so it
runs in a process of its own, and the window stays usable meanwhile. Run as `python -m auditor.sealing seal|open`, it
takes the passphrase in a first line and the bytes after it, and gives bytes back.
"""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from db.errors import UserError

SHORTEST = 12  # characters: four short words, or a line one remembers
LEAST_LEFT = 6  # signs that are neither guessed nor follow from the one before
GUESSED = frozenset({
    "password", "passphrase", "letmein", "welcome", "admin", "administrator", "secret", "ehcp", "auditor", "audit",
    "council", "plan", "plans", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december", "spring", "summer", "autumn", "winter", "monday", "friday",
})  # fmt: skip
ROWS = "qwertyuiop asdfghjkl zxcvbnm 90 09"
HEAD = b"age-encryption.org/v1"
_WRONG, _TOO_DEAR = 3, 4
_MOST_WORK = 21  # as a power of 2: 2 GB of memory. Ours say 20 at most; a file that asks for more is there to harm


def weakness(passphrase: str, shortest: int = SHORTEST, known: Iterable[str] = ()) -> str:
    """Why a passphrase is not good enough, in a sentence, or nothing. Length counts, not strange signs.

    `known` are words that anybody can guess here, such as the names of the owner, the council and the round.
    """
    words = passphrase.strip()
    if len(words) < shortest:
        return f"Use at least {shortest} characters: four words that do not belong together are easy to remember."
    if len(set(words.casefold())) < 5:
        return "Use more than a few different letters: four words that do not belong together."
    folded = words.casefold()
    if _period(folded) < shortest:
        return "The same is said again and again, which is guessed as easily as once. Use four different words."
    if not any(sign.isalpha() for sign in folded) or _jumps(folded) < LEAST_LEFT:
        return "Rows of digits or letters are guessed first. Use four words that do not belong together."
    guessed = {word for name in known for word in re.findall(r"\w{4,}", name.casefold())} | GUESSED
    if _unguessed(folded, guessed) < LEAST_LEFT:
        return "These words are guessed first, by whoever knows you or the council. Use four words that are neither."
    return ""


def _period(text: str) -> int:
    """After how many signs a text repeats itself; its length where it does not."""
    return next(n for n in range(1, len(text) + 1) if text.startswith(text[n:]))


def _unguessed(text: str, guessed: Iterable[str]) -> int:
    """How few letters and digits of a text are in no guessed word, nor in the beginning of one that is broken off."""
    left = [0]  # of the text up to each place
    for end, sign in enumerate(text, 1):
        whole = [left[end - len(word)] for word in guessed if text.endswith(word, 0, end)]
        left.append(min([left[-1] + bool(re.match(r"\w", sign)), *whole]))
    broken_off = [left[at] for at in range(len(text)) if any(word.startswith(text[at:]) for word in guessed)]
    return min([left[-1], *broken_off])


def _jumps(text: str) -> int:
    """How many signs of a text do not simply follow the one before: 123, aaa, cba and a row of keys do."""
    return sum(1 for a, b in zip(" " + text, text, strict=False) if abs(ord(a) - ord(b)) > 1 and f"{a}{b}" not in ROWS)


def seal(content: bytes, passphrase: str) -> bytes:
    """Lock bytes with a passphrase. Raises UserError `no_memory`, and `weak` as `weakness` says."""
    if why := weakness(passphrase):
        raise UserError("weak", f"{why} Nothing was saved.")
    return _child("seal", content, passphrase)


def unseal(content: bytes, passphrase: str) -> bytes:
    """Open what `seal` locked. Raises UserError `wrong_passphrase` (also for a file that was changed), `no_memory`."""
    work = re.match(rb"[^\n]*\n-> scrypt \S+ (\d+)\n", content[:300])
    if work is not None and int(work[1]) > _MOST_WORK:
        raise _too_dear()
    return _child("open", content, passphrase)


def sealed(content: bytes) -> bool:
    """Whether these bytes are locked."""
    return content.startswith(HEAD)


def _child(what: str, content: bytes, passphrase: str) -> bytes:
    first = passphrase.strip().replace("\n", " ").encode() + b"\n"
    done = subprocess.Popen(
        [sys.executable, "-I", "-m", "auditor.sealing", what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows, or a black window would flash up
    )
    with done:
        assert done.stdin is not None  # noqa: S101 - it was asked for
        assert done.stdout is not None  # noqa: S101 - the same
        # It may go away before it has read all: its return code tells why. What it is given is not joined first, since
        # a pack can be large; it reads everything before it writes anything.
        with contextlib.suppress(OSError):
            done.stdin.write(first)
            done.stdin.write(content)
        with contextlib.suppress(OSError):
            done.stdin.close()
        answer = done.stdout.read()
    if done.returncode == _WRONG:
        raise UserError(
            "wrong_passphrase",
            "That passphrase does not open this file, or the file was changed. Nothing was changed. Check Caps Lock "
            "and try again.",
        )
    if done.returncode == _TOO_DEAR:
        raise _too_dear()
    if done.returncode < 0:  # the system took it down, as it does with what wants more memory than there is
        raise UserError(
            "no_memory",
            "There is too little free memory for the passphrase: about 1 GB is needed for a moment. Nothing was "
            "changed. Close other programs and try again.",
        )
    if done.returncode:
        raise RuntimeError("locking with a passphrase failed")
    return answer


def _too_dear() -> UserError:
    return UserError(
        "no_memory",
        "This file asks for more memory than this computer should give it. Nothing was changed. Open it on the "
        "computer it was locked on.",
    )


def main(what: str) -> int:
    """Do the work, from standard input to standard output."""
    age: Any = import_module("pyrage")  # it comes without types
    passphrase = sys.stdin.buffer.readline().rstrip(b"\n").decode()
    content = sys.stdin.buffer.read()
    if what == "seal":
        sys.stdout.buffer.write(age.passphrase.encrypt(content, passphrase))
        return 0
    try:
        sys.stdout.buffer.write(age.passphrase.decrypt(content, passphrase))
    except age.DecryptError as problem:
        return _TOO_DEAR if "work" in str(problem).lower() else _WRONG
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

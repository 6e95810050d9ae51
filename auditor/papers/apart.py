"""Looking at plans and redacting them in a process of its own: pdfium bears one thread, and the window's has another.

Run as `python -m auditor.papers.apart`. What is asked comes in by standard input, never as an argument that others on
the computer could read, and nothing is written to disk. A process that is no longer wanted is ended at once.
"""

import json
import subprocess
import sys
import time
from collections.abc import Collection, Generator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO, cast

from auditor.papers.naming import Suggestion
from auditor.papers.pages import PageWords, Paragraph
from auditor.papers.redact import Look, Redacted, Standing, look_at, redact
from auditor.papers.tokens import Box, Token
from auditor.papers.wishes import Wish
from db.errors import UserError

_COMMAND = (sys.executable, "-I", "-m", "auditor.papers.apart")


def look_apart(
    document: bytes,
    today: date,
    *,
    child: tuple[str, str] = ("", ""),
    name: str = "",
    password: str | None = None,
) -> Generator[str, None, Look]:
    """`redact.look_at` as a long job: it yields what is done, and gives what was seen."""
    told, shown = yield from _asked(
        {"do": "look", "today": today.isoformat(), "child": child, "name": name, "password": password}, document
    )
    pages = tuple(
        PageWords(
            page["number"], page["width"], page["height"],
            tuple(Token(t[0], (t[1], t[2], t[3], t[4]), t[5], t[6], t[7]) for t in page["tokens"]),
            tuple(Paragraph(tuple(p[0]), p[1], p[2]) for p in page["paragraphs"]), page["pictures"],
            orders=tuple(tuple(order) for order in page["orders"]),
        )
        for page in told["pages"]
    )  # fmt: skip
    found = tuple(Suggestion(*one) for one in told["suggestions"])
    return Look(
        told["kind"], shown or document, pages, found, tuple(told["sections"]), tuple(told["pictures"]),
        tuple(told["unread"]), tuple(told["notes"]),
    )  # fmt: skip


def redact_apart(
    document: bytes,
    words: Sequence[Wish],
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    keep_sections: Collection[str] | None = None,
    name: str = "",
    password: str | None = None,
) -> Generator[str, None, Redacted]:
    """`redact.redact` as a long job: it yields what is done, and gives the copy."""
    asked = {
        "do": "redact",
        "words": [[wish.text, wish.as_written] for wish in words],
        "boxes": [[page, [list(box) for box in drawn]] for page, drawn in (boxes or {}).items()],
        "keep": None if keep_sections is None else sorted(keep_sections),
        "name": name,
        "password": password,
        "when": time.time(),
    }
    told, copy = yield from _asked(asked, document)
    return Redacted(
        copy, tuple(told["counts"]), tuple(told["removed"]), told["pages"], tuple(told["blind"]), tuple(told["notes"]),
        tuple(Standing(text, times, tuple(on)) for text, times, on in told["standing"]),
    )  # fmt: skip


def _asked(asked: Mapping[str, Any], document: bytes) -> Generator[str, None, tuple[dict[str, Any], bytes]]:
    """Hand a question over, pass on what is told, and give the answer and its bytes."""
    yield "Reading the plan"
    process = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows, or a black window would flash up
    )
    questions, answers = cast("tuple[BinaryIO, BinaryIO]", (process.stdin, process.stdout))
    try:
        try:
            questions.write(json.dumps(asked).encode() + b"\n" + document)
            questions.close()
        except OSError:
            pass  # it ended before it heard all: what it says, or its silence, is told below
        while line := answers.readline():
            answer: dict[str, Any] = json.loads(line)
            if "told" in answer:
                yield answer["told"]
            elif "refused" in answer:
                raise UserError(*answer["refused"])
            else:
                return answer, answers.read(answer["bytes"])
        raise UserError(
            "plan_corrupt",
            "The plan could not be worked on: it is damaged, or too little memory is free. The file was left as it is.",
        )
    finally:
        process.kill()
        answers.close()
        process.wait()


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer one question."""
    asked: dict[str, Any] = json.loads(questions.readline())
    document = questions.read()

    def say(answer: Mapping[str, Any], more: bytes = b"") -> None:
        answers.write(json.dumps(answer).encode() + b"\n" + more)
        answers.flush()

    def tell(words: str) -> None:
        say({"told": words})

    try:
        answer, more = _answer(asked, document, tell)
        say({**answer, "bytes": len(more)}, more)
    except UserError as problem:
        say({"refused": [problem.code, str(problem)]})


def _answer(asked: Mapping[str, Any], document: bytes, told: Any) -> tuple[dict[str, Any], bytes]:
    if asked["do"] == "look":
        look = look_at(
            document, date.fromisoformat(asked["today"]), child=(asked["child"][0], asked["child"][1]),
            name=asked["name"], password=asked["password"], told=told,
        )  # fmt: skip
        pages = [
            {
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "tokens": [[t.text, *t.box, t.start, t.end, t.bold] for t in page.tokens],
                "paragraphs": [[p.tokens, p.is_heading, p.is_running] for p in page.paragraphs],
                "pictures": page.pictures,
                "orders": page.orders,
            }
            for page in look.pages
        ]
        found = [[one.text, one.looks_like, one.as_written] for one in look.suggestions]
        said = {
            "kind": look.kind, "pages": pages, "suggestions": found, "sections": look.sections,
            "pictures": look.pictures, "unread": look.unread, "notes": look.notes,
        }  # fmt: skip
        return said, b"" if look.shown is document else look.shown
    made = redact(
        document,
        [Wish(text, as_written) for text, as_written in asked["words"]],
        {page: [(box[0], box[1], box[2], box[3]) for box in drawn] for page, drawn in asked["boxes"]},
        keep_sections=asked["keep"],
        name=asked["name"],
        password=asked["password"],
        when=asked["when"],
        told=told,
    )
    said = {
        "counts": made.counts, "removed": made.removed, "pages": made.pages, "blind": made.blind,
        "notes": made.notes, "standing": [[one.text, one.times, one.pages] for one in made.standing],
    }  # fmt: skip
    return said, made.pdf


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

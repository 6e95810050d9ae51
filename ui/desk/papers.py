"""Which file is the paper of a plan: in a folder the person chose, by the reference its name begins with.

The folder is kept among the person's settings on this computer. A workspace never learns where a paper lies or what
it is called, because a file name can hold a child's name.
"""

from pathlib import Path

from PySide6.QtCore import QSettings

from auditor.papers.files import is_paper, named
from auditor.papers.keep import KeptPaper, open_paper, paper_of
from auditor.people.register import today
from db.store import Store
from db.vocabulary import PapersForm
from ui.document.source import Held

OTHER_KINDS = (".doc", ".docm", ".odt", ".pages", ".rtf", ".txt")
"""What somebody may mean as a paper and drop on the desk; it is refused with a way on, rather than as a workspace."""
DIALOG = "Plans (*.pdf *.docx)"
SENT = {
    PapersForm.WHOLE: "From your pack.",
    PapersForm.REDACTED: "From your pack, redacted.",
    PapersForm.SECTIONS: "From your pack: your sections alone.",
}


def why_not(path: Path) -> str:
    """Why a file cannot be shown beside the questions, and what to do; empty where it can."""
    if path.is_dir():
        return f"{path.name} is a folder. Choose the plan itself, or “Folder of papers”."
    if is_paper(path):
        return ""
    if path.suffix.lower() == ".doc":
        return f"{path.name} is in Word's old format (.doc). Save it in Word as .docx or PDF and open that."
    return (
        f"{path.name} is neither a PDF nor a Word file that ends in .docx. Save the plan as one of them and open that."
    )


def find_paper(folder: Path, reference: str) -> Path | None:
    """The file in a folder whose name begins with a plan's reference; of several the one with the shortest name."""
    try:
        return next((path for path in named(folder.iterdir(), reference) if path.is_file()), None)
    except OSError:
        return None


class Papers:
    """The chosen folder of one workspace, and the papers opened by hand, which are forgotten when it is closed."""

    def __init__(self, file: QSettings, device: str) -> None:
        self._file, self._key = file, f"desk/papers/{device}"
        self._by_hand: dict[int, Path] = {}

    @property
    def folder(self) -> Path | None:
        """Where papers are looked for; None while no folder is chosen."""
        kept = str(self._file.value(self._key, ""))
        return Path(kept) if kept else None

    def choose(self, folder: Path) -> None:
        """Look for papers in a folder from now on."""
        self._file.setValue(self._key, str(folder))

    def take(self, assignment: int, path: Path) -> None:
        """A paper was opened by hand for a plan: it stands for this sitting."""
        self._by_hand[assignment] = path

    def forget(self, assignment: int) -> None:
        """The paper opened by hand for a plan was closed."""
        self._by_hand.pop(assignment, None)

    def by_hand(self, assignment: int) -> Path | None:
        """The paper opened by hand for a plan, if there is one."""
        return self._by_hand.get(assignment)

    def of(self, assignment: int, reference: str) -> Path | None:
        """The paper of a plan, where there is one."""
        by_hand = self._by_hand.get(assignment)
        if by_hand is not None:
            return by_hand
        return find_paper(self.folder, reference) if self.folder is not None else None


class PackPapers:
    """Papers that came in packs: opened to memory, shown from there, and never written anywhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, assignment: int) -> KeptPaper | None:
        """The papers of a plan that can be read today, or None."""
        with self._store.read() as session:
            return paper_of(session, assignment, today())

    def open(self, paper: KeptPaper) -> tuple[Held, str]:
        """The papers themselves, and what is to be said above them. Raises UserError as `keep.open_paper` does."""
        content = open_paper(self._store, paper.id, today())
        until = f"{paper.expires_on.day} {paper.expires_on:%B %Y}"
        note = f"{SENT[paper.form]} Readable until {until}, and nowhere in clear."
        return Held(paper.name, content), note

"""The one thread that owns every pdfium handle. What the window wants most comes first; what it no longer wants, never.

Everything is heard in the window's thread, and nothing of a document that was closed meanwhile.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Condition, RLock, Thread
from time import monotonic, sleep
from typing import Any, ClassVar, NamedTuple, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from auditor.crash import record_crash
from auditor.plan_reader import read_plan
from auditor.plan_reader.documents import content_of
from db.errors import UserError
from ui.document.pdf_file import Hit, PdfFile
from ui.document.source import Held, Source
from ui.document.word_html import word_html

TELL_EVERY = 0.1  # seconds: how often what was found so far is told
PASSWORDS = ("plan_password", "plan_wrong_password")


class Band(NamedTuple):
    """A picture wanted or had: page from 0, device pixels a point, which band down the page, and its paper."""

    page: int
    scale: float
    band: int
    paper: str


Job: TypeAlias = Callable[[], Iterable[tuple[str, tuple[Any, ...]]]]
"""A piece of work: what it yields are signals by name, with their values."""


class _Abandoned(Exception):
    """The plan was closed while it was being read."""


@dataclass
class _Wishes:
    """What the window wants now; each new list takes the place of the last."""

    bands: Sequence[Band] = ()
    texts: Sequence[int] = ()
    words: str = ""
    next_page: int = 0
    to_open: tuple[Source, str | None] | None = None
    to_read: bool = False
    in_view: bool = False  # the window has said what is in view: reading the whole plan waits for that


class DocumentThread(QObject):
    """Asked by methods, answered by signals.

    `opened_pdf(sizes)`, `opened_word(html)`: the document can be shown. `refused(code, sentence,
    whether a password would help)`: it cannot.
    `painted(Band, QImage)`, `texted(page, PageText)`. `found(words, hits so far, whether that is all)`.
    `plan_read(Plan)`, or `unread(sentence)` where the pages can be shown and their sections could not be read.
    """

    opened_pdf = Signal(object)
    opened_word = Signal(str)
    refused = Signal(str, str, bool)
    painted = Signal(object, object)
    texted = Signal(int, object)
    found = Signal(str, object, bool)
    plan_read = Signal(object)
    unread = Signal(str)
    _told = Signal(int, str, object)
    _pdfium: ClassVar = RLock()  # one for all: there is one pdfium in the program, and pages may have a thread each

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = Condition()
        self._wishes = _Wishes()
        self._document = 0  # goes up with every opening and closing: news of earlier ones is dropped
        self._closing = self._ending = False
        self._file: PdfFile | None = None  # touched by the thread alone, as are the next two
        self._content, self._name, self._password = b"", "", None
        self._is_pdf = False  # then a password helps; Word's own protection cannot be opened here
        self._hits: list[Hit] = []
        self._tell_after = 0.0
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._thread: Thread | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.end)  # pdfium must be at rest when Python takes it down

    def open(self, source: Source, password: str | None = None) -> None:
        """Open a plan in place of the one that is open, and read it."""
        self._renew(_Wishes(to_open=(source, password), to_read=True))
        if self._thread is None:
            self._thread = Thread(target=self._run, name="document", daemon=True)
            self._thread.start()

    def close_document(self) -> None:
        """Let go of the file and of everything still wanted of it."""
        self._renew(_Wishes())

    def end(self) -> None:
        """Close everything and wait for the thread; nothing can be asked afterwards."""
        with self._turn:
            self._ending = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def want(self, bands: Sequence[Band], texts: Sequence[int]) -> None:
        """Ask for pictures and characters, the most urgent first, in place of what was asked before."""
        with self._turn:
            self._wishes.bands, self._wishes.texts = tuple(bands), tuple(texts)
            self._wishes.in_view |= bool(bands)
            self._turn.notify()

    def find(self, words: str) -> None:
        """Look for `words` on every page, in place of what was looked for before; empty words stop looking."""
        with self._turn:
            self._wishes.words, self._wishes.next_page = words, 0
            self._turn.notify()

    def _renew(self, wishes: _Wishes) -> None:
        with self._turn:
            self._document += 1
            self._closing = True
            self._wishes = wishes
            self._turn.notify()

    # In the window's thread

    def _hear(self, document: int, what: str, values: tuple[Any, ...]) -> None:
        if document == self._document and not self._ending:
            getattr(self, what).emit(*values)

    # In the document's thread

    def _run(self) -> None:
        while True:
            with self._turn:
                job = self._next_job()
                while job is None and not self._ending:
                    self._turn.wait()
                    job = self._next_job()
                document = self._document
            if self._ending or job is None:
                with self._pdfium:
                    self._let_go()
                return
            self._do(document, job)

    def _do(self, document: int, job: Job) -> None:
        """One job; what it yields is told."""
        try:
            with self._pdfium:
                for what, values in job():
                    self._told.emit(document, what, values)
        except _Abandoned:
            return
        except UserError as problem:
            helps = self._is_pdf and problem.code in PASSWORDS
            self._told.emit(document, "refused", (problem.code, str(problem), helps))
        except Exception as bug:  # noqa: BLE001 - the thread must go on; the bug is written down
            place = record_crash(bug)
            self._told.emit(document, "refused", ("bug", f"The plan could not be shown. Details: {place}.", False))

    def _first_things_first(self) -> None:
        """Between two pages of a long reading: do what the window waits for, and stop if the plan was closed."""
        self._pdfium.release()
        sleep(0)  # whoever waits for pdfium gets it now
        self._pdfium.acquire()
        while True:
            with self._turn:
                if self._closing or self._ending:
                    raise _Abandoned
                document, job = self._document, self._next_job()
            if job is None:
                return
            self._do(document, job)

    def _next_job(self) -> Job | None:
        """What to do next; called with the lock held, and takes what it returns off the list."""
        wishes = self._wishes
        if self._closing:
            self._closing = False
            return self._let_go
        if wishes.to_open is not None:
            source, password = wishes.to_open
            wishes.to_open = None
            return lambda: self._open(source, password, wishes)
        file = self._file
        if file is not None and wishes.bands:
            band, wishes.bands = wishes.bands[0], wishes.bands[1:]
            return lambda: self._paint(file, band)
        if file is not None and wishes.texts:
            page, wishes.texts = wishes.texts[0], wishes.texts[1:]
            return lambda: self._text(file, page)
        if file is not None and wishes.words:
            words, page = wishes.words, wishes.next_page
            wishes.next_page += 1
            if wishes.next_page >= len(file.sizes):
                wishes.words = ""
            return lambda: self._find(file, words, page)
        if wishes.to_read and wishes.in_view and self._content:
            wishes.to_read = False
            return self._read
        return None

    def _let_go(self) -> Any:
        if self._file is not None:
            self._file.close()
        self._file, self._content, self._password = None, b"", None
        self._hits = []
        return ()

    def _open(self, source: Source, password: str | None, wishes: _Wishes) -> Any:
        content = content_of(source.content if isinstance(source, Held) else source, source.name)
        self._is_pdf = b"%PDF-" in content[:1024]
        if self._is_pdf:
            self._file = PdfFile(content, source.name, password)
            yield "opened_pdf", (self._file.sizes,)
        else:
            plan = read_plan(content, name=source.name)  # refuses what is dangerous to unpack
            yield "opened_word", (word_html(content),)
            yield "plan_read", (plan,)
            wishes.to_read = False  # of this plan: another one may be wanted by now
        self._content, self._name, self._password = content, source.name, password

    def _paint(self, file: PdfFile, band: Band) -> Any:
        yield "painted", (band, file.picture(band.page, band.scale, band.band, band.paper))

    def _text(self, file: PdfFile, page: int) -> Any:
        yield "texted", (page, file.text(page))

    def _find(self, file: PdfFile, words: str, page: int) -> Any:
        if page == 0:
            self._hits, self._tell_after = [], 0.0
        new = list(file.find(page, words))
        self._hits += new
        last = page + 1 >= len(file.sizes)
        if last or (new and monotonic() > self._tell_after):
            self._tell_after = monotonic() + TELL_EVERY
            yield "found", (words, tuple(self._hits), last)

    def _read(self) -> Any:
        try:
            plan = read_plan(self._content, password=self._password, name=self._name, between=self._first_things_first)
            yield "plan_read", (plan,)
        except UserError as problem:
            yield "unread", (str(problem),)

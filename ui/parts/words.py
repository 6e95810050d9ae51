"""Text on a page: wrapped, with room between its lines, and never forcing a page wider or higher than it needs."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.look import restyle

LONGEST_LINE = 75
LINE_HEIGHT = 125  # percent


class Text(QLabel):
    """Words in one type role and colour token. Wraps at 75 characters or the width it has, unless `wrap` is off."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "ink",
        bold: bool | None = None,
        wrap: bool = True,
        markup: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wrap, self._markup = wrap, markup
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        if bold is not None:
            self.setProperty("heavy", bold)
        self.setTextFormat(Qt.TextFormat.RichText if wrap or markup else Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.set_text(text)

    @property
    def words(self) -> str:
        """The text as given."""
        return self._words

    def set_text(self, text: str) -> None:
        """Show another text; with `markup` it may hold <b> and <br>, otherwise every character is shown as it is."""
        self._words = text
        shown = text if self._markup else escape(text, quote=False).replace("\n", "<br>")
        if self._wrap or self._markup:
            self.setText(f"<p style='line-height:{LINE_HEIGHT}%; margin:0'>{shown}</p>")
        else:
            self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Take another colour token."""
        self.setProperty("tone", tone)
        restyle(self)

    def heightForWidth(self, width: int) -> int:
        """Height of the text where no line is longer than 75 characters."""
        if not self._wrap:
            return super().heightForWidth(width)
        return super().heightForWidth(min(width, self._longest()) + self.contentsMargins().right())

    def minimumSizeHint(self) -> QSize:
        """The longest word by one line: Qt's own answer is as high as that narrow column would be."""
        least = super().minimumSizeHint()
        if not self._wrap:
            return least
        return QSize(least.width() - self.contentsMargins().right(), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short by leaving the rest of a wide label empty."""
        super().resizeEvent(event)
        spare = max(0, event.size().width() - self._longest()) if self._wrap else 0
        if spare != self.contentsMargins().right():
            self.setContentsMargins(0, 0, spare, 0)

    def _longest(self) -> int:
        return self.fontMetrics().averageCharWidth() * LONGEST_LINE


class Heading(Text):
    """A page title (level 1), a card or pane title (2), or a question (3)."""

    def __init__(self, text: str = "", level: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(text, {1: "h1", 2: "h2", 3: "question"}[level], parent=parent)


class KeyCap(QLabel):
    """A key or key combination, drawn as a key: `Ctrl+F`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("role", "caption")
        self.setProperty("key", True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(f"Key {keys}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

"""Pictures of parts of pages, kept while they fit into a fixed number of bytes."""

from collections import OrderedDict
from collections.abc import Collection, Iterator

from PySide6.QtGui import QImage

from ui.document.document_thread import Band

LARGEST = 96 * 1024 * 1024
"""Bytes of pictures kept: about 25 pages at ordinary zoom."""


class BandCache:
    """The least recently painted go first, those in view never."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._kept: OrderedDict[Band, QImage] = OrderedDict()
        self.size = 0

    def get(self, band: Band) -> QImage | None:
        """The picture, if it is kept."""
        if band in self._kept:
            self._kept.move_to_end(band)
        return self._kept.get(band)

    def others(self, page: int, scale: float) -> Iterator[tuple[Band, QImage]]:
        """What is kept of a page at other scales, to stand in until the right one comes."""
        return ((band, image) for band, image in self._kept.items() if band.page == page and band.scale != scale)

    def __contains__(self, band: Band) -> bool:
        return band in self._kept

    def put(self, band: Band, image: QImage, in_view: Collection[Band]) -> None:
        """Keep a picture, and let go of as many as must go for it."""
        old = self._kept.pop(band, None)
        self.size += image.sizeInBytes() - (old.sizeInBytes() if old is not None else 0)
        self._kept[band] = image
        for other in list(self._kept):
            if self.size <= self._largest:
                break
            if other not in in_view and other != band:
                self.size -= self._kept.pop(other).sizeInBytes()

    def clear(self) -> None:
        """Let go of everything."""
        self._kept.clear()
        self.size = 0

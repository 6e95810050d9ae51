"""A council's logo at the head of a document."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from db.errors import UserError

HIGH, WIDE = 14.0, 60.0  # millimetres at most
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Logo:
    """A picture ready to be placed: its bytes, its kind (png or jpeg), its size on paper in millimetres."""

    data: bytes
    kind: str
    width: float
    height: float

    @property
    def file(self) -> BytesIO:
        """The picture as a file to read."""
        return BytesIO(self.data)


def read_logo(data: bytes | None) -> Logo | None:
    """Give a logo its size on paper: 14 mm high, or less where it would be wider than 60 mm. None where there is none.

    Raises UserError (`no_picture`) for bytes that cannot be shown.
    """
    if data is None:
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.verify()
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        words = "The logo could not be read as a picture. Nothing was written. Choose another, or none."
        raise UserError("no_picture", words) from fault
    scale = min(HIGH / height, WIDE / width)
    return Logo(data, "png" if data.startswith(PNG) else "jpeg", width * scale, height * scale)

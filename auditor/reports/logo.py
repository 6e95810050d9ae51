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


MOST_SIDE = 4_000  # pixels: more is no logo, and takes gigabytes to draw
NO_PICTURE = "The logo could not be read as a picture. Nothing was written. Choose another PNG or JPEG, or none."


def clean_logo(data: bytes) -> bytes:
    """The picture drawn anew as PNG, of plain colours, without anything else its file held: place, camera, author.

    Raises UserError (`no_picture`) for bytes that are no whole PNG or JPEG of up to 4,000 pixels a side.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MOST_SIDE:
                words = f"The logo has over {MOST_SIDE:,} pixels a side. Nothing was written. Choose a smaller one."
                raise UserError("no_picture", words)
            see_through = "A" in picture.getbands() or "transparency" in picture.info
            plain = picture.convert("RGBA" if see_through else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise UserError("no_picture", NO_PICTURE) from fault
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    file = BytesIO()
    bare.save(file, "PNG", optimize=True)
    return file.getvalue()


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
        raise UserError("no_picture", NO_PICTURE) from fault
    scale = min(HIGH / height, WIDE / width)
    return Logo(data, "png" if data.startswith(PNG) else "jpeg", width * scale, height * scale)

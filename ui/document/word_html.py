"""A Word plan as HTML, its pictures inside it, so that showing it asks for nothing from anywhere."""

import base64
import io
from collections.abc import Mapping
from typing import Any

LARGEST_PICTURE = 6_000_000  # bytes as stored; larger ones are named instead
LARGEST_PICTURES = 30_000_000  # all together


def word_html(content: bytes) -> str:
    """The HTML of a .docx that `auditor.plan_reader` has already found safe to unpack."""
    import mammoth  # 50 ms, for those who open Word plans

    room = [LARGEST_PICTURES]

    def picture(image: Any) -> Mapping[str, str]:
        with image.open() as file:
            data = file.read(LARGEST_PICTURE + 1)
        if len(data) > min(LARGEST_PICTURE, room[0]) or not str(image.content_type).startswith("image/"):
            return {"src": "", "alt": "A picture that is too large to show"}
        room[0] -= len(data)
        return {"src": f"data:{image.content_type};base64,{base64.b64encode(data).decode()}"}

    html: str = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=mammoth.images.img_element(picture), external_file_access=False
    ).value
    return html.replace("<table>", '<table border="1" cellspacing="0" cellpadding="6" width="100%">')

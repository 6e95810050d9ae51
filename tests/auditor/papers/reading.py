"""Reads PDFs as somebody would who wants to know what was removed from them: every stream, and every page's text."""

import re
import subprocess
import zlib
from base64 import a85decode
from pathlib import Path

STREAM = re.compile(rb"stream\r?\n(.*?)(?:\r?\n)?endstream", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")


def everything_in(pdf: bytes) -> bytes:
    """The file's bytes, what every stream unpacks to, and every text written in hexadecimal."""
    parts = [pdf]
    for match in STREAM.finditer(pdf):
        data = match[1]
        for unpack in (
            lambda d: a85decode(d.strip().removesuffix(b"~>")),
            lambda d: zlib.decompressobj().decompress(d),
        ):
            try:
                data = unpack(data)
            except (ValueError, zlib.error):
                continue
            parts.append(data)
    parts += [bytes.fromhex(re.sub(rb"\s", b"", m[1]).decode() + "0" * (len(m[1]) % 2)) for p in parts[:] for m in
              HEX.finditer(p)]  # fmt: skip
    return b"\n".join(parts)


def holds(pdf: bytes, word: str) -> bool:
    """Whether a word stands anywhere in a file in a usual encoding, whatever its case."""
    whole = everything_in(pdf).lower()
    return any(word.lower().encode(code) in whole for code in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"))


def text_of(pdf: bytes, folder: Path) -> str:
    """The text as Poppler reads it, in reading order."""
    file = folder / "copy.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout

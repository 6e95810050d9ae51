"""PDF files written by hand, one page each, for what no program that makes plans is asked to do."""

from collections.abc import Mapping

FONTS = {
    5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    6: "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
}


def one_page(
    content: str, *, catalog: str = "", page: str = "", resources: str = "", objects: Mapping[int, str | bytes] = {}
) -> bytes:
    """A page of A4 with a content stream, whose fonts are F1 and F2; `objects` are more, by number from 5 on."""
    fonts = "/Font << /F1 5 0 R /F2 6 0 R >>"
    box = "/MediaBox [0 0 595 842]"
    every: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R {box} /Contents 4 0 R /Resources << {fonts} {resources} >> {page} >>",
        4: stream("", content),
        **FONTS,
        **objects,
    }
    out, places = b"%PDF-1.7\n", dict[int, int]()
    for number, one in sorted(every.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one.encode("latin-1") if isinstance(one, str) else one)
    end = max(every) + 1
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, end)]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % end + b"".join(rows)
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (end, len(out))


def stream(about: str, content: str | bytes) -> bytes:
    """A stream object."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about.encode("latin-1"), len(data), data)


def text(words: str, x: float = 60, y: float = 650, *, size: float = 12, font: str = "F1", before: str = "") -> str:
    """Drawing some words at a place; `before` sets how."""
    return f"\nq BT {before} /{font} {size} Tf {x} {y} Td ({words}) Tj ET Q\n"


def letters(word: str, x: float = 60, y: float = 650, *, step: float = 7, **how: object) -> str:
    """Drawing a word letter by letter."""
    return "".join(text(letter, x + step * n, y, **how) for n, letter in enumerate(word))  # type: ignore[arg-type]

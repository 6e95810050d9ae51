"""A report, or any document made of the same blocks, as one web page that needs nothing else.

No scripts, nothing fetched: letters are inside the page, charts are SVG, each with its figures as a table. Colours
follow the reader's light or dark setting; printed, it is a paper.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from typing import BinaryIO

import fontpkg_atkinson_hyperlegible  # pyright: ignore[reportMissingTypeStubs]

from auditor.reports import charts
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Contents,
    Facts,
    Figure,
    Heading,
    Kept,
    PageBreak,
    Panel,
    Paragraph,
    Table,
    Title,
)
from auditor.reports.details import Imprint
from auditor.reports.drawing import PRINT
from auditor.reports.fonts import letters_for
from auditor.reports.logo import read_logo
from auditor.reports.wording import readable, say
from resources import read_text

# the browser is told to fetch and run nothing, whatever words a framework holds
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
FAMILY = "Atkinson Hyperlegible, Segoe UI, system-ui, sans-serif"
WIDE, NARROW = 736, 340  # CSS pixels: a chart as wide as the text, and one for a telephone

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="author" content="{author}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#text">{skip}</a>
<main id="text">
{logo}{body}
</main>
<footer class="note">
{foot}
</footer>
</body>
</html>
"""


def write_web(blocks: tuple[Block, ...], imprint: Imprint, file: BinaryIO) -> None:
    """Write the page into `file`. The same blocks and imprint give the same bytes."""
    file.write(web_page(blocks, imprint).encode("utf-8"))


def web_page(blocks: tuple[Block, ...], imprint: Imprint) -> str:
    """Give the whole page: one `h1`, a box of what matters, the contents, parts as `h2`, sections as `h3`.

    The contents stand before the first part, wherever a printed document has them. Every word is escaped.
    """
    page = _Page(any(isinstance(block, Heading) for block in blocks))
    body = [page.block(block) for block in blocks]
    contents = page.contents()
    return _PAGE.format(
        policy=POLICY,
        author=_text(imprint.author),
        title=_text(imprint.title),
        style=_style() + _accent(imprint.accent),
        logo=_logo(imprint),
        skip=say("web.skip"),
        body="\n".join(part for part in body if part).replace(_Page.HERE, contents, 1),
        foot="\n".join(f"<p>{_text(line)}</p>" for line in imprint.foot if line),
    )


@cache
def _style() -> str:
    """The style sheet, with the letters in it."""
    folder = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
    faces = ""
    for name, weight in (("Regular", "400"), ("Bold", "700")):
        data = b64encode((folder / f"AtkinsonHyperlegible-{name}.ttf").read_bytes()).decode("ascii")
        source = f"url(data:font/ttf;base64,{data})"
        faces += f'@font-face {{ font-family: "Atkinson Hyperlegible"; font-weight: {weight}; src: {source}; }}\n'
    return faces + read_text("wording", "page.css")


def _accent(colour: str) -> str:
    """A council's own colour, on white and on paper; in the dark it might not be read."""
    if not colour:
        return ""
    rules = f":root {{ --accent: {colour}; }} h1, h2, h3 {{ color: {colour}; }}"
    return f"@media (prefers-color-scheme: light) {{ {rules} }}\n@media print {{ {rules} }}\n"


def _logo(imprint: Imprint) -> str:
    logo = read_logo(imprint.logo)
    if logo is None:
        return ""
    source = f"data:image/{logo.kind};base64,{b64encode(logo.data).decode('ascii')}"
    words = _text(say("report.logo", council=imprint.author))
    size = f'style="width: {logo.width:.1f}mm; height: {logo.height:.1f}mm"'
    return f'<p class="logo"><img src="{source}" alt="{words}" {size}></p>\n'


class _Page:
    """One page under way: headings get their places, and the contents name them all."""

    HERE = "<!-- contents -->"

    def __init__(self, listed: bool) -> None:
        self._numbers = count(1)
        self._pictures = count(1)
        self._headings: list[tuple[int, str, str]] = []
        self._waiting = listed
        self._turn = False

    def contents(self) -> str:
        """Links to every heading, as a list."""
        if not self._headings:
            return ""
        links: list[str] = []
        for level, place, text in self._headings:
            sub = ' class="sub"' if level > 1 else ""
            links.append(f'<li{sub}><a href="#{place}">{_text(text)}</a></li>')
        heading = f'<h2 id="contents">{say("web.contents")}</h2>'
        return f'<nav aria-labelledby="contents">\n{heading}\n<ul>\n' + "\n".join(links) + "\n</ul>\n</nav>"

    def block(self, block: Block) -> str:
        """One block as markup; empty for what has no place on a page without pages."""
        match block:
            case Title(text):
                return f"<h1>{_text(text)}</h1>"
            case Heading(level, text):
                return self._heading(level, text)
            case PageBreak():
                self._turn = True
                return ""
            case Contents():
                return ""
            case Panel(heading, inside):
                made = "\n".join((f'<h2 id="short">{_text(heading)}</h2>', *map(_plain, inside)))
                return f'<section class="panel" aria-labelledby="short">\n{made}\n</section>'
            case Figure():
                return self._figure(block)
            case Kept(parts):
                return "<article>\n" + "\n".join(self._inside(part) for part in parts) + "\n</article>"
            case _:
                return _plain(block)

    def _heading(self, level: int, text: str) -> str:
        place = f"part-{next(self._numbers)}"
        here = f"{self.HERE}\n" if self._waiting else ""
        turn = ' class="turn"' if self._turn else ""
        self._waiting = self._turn = False
        self._headings.append((level, place, text))
        return f'{here}<h{level + 1} id="{place}"{turn}>{_text(text)}</h{level + 1}>'

    def _inside(self, block: Block) -> str:
        """A block of an article; its heading is not in the contents."""
        return f"<h3>{_text(block.text)}</h3>" if isinstance(block, Heading) else self.block(block)

    def _figure(self, figure: Figure) -> str:
        """The chart twice, for wide and narrow windows, and its figures as a table that can be opened."""
        name = f"chart-{next(self._pictures)}"
        face = letters_for(()).face
        words = _text(charts.alt_text(figure.chart))
        made = ""
        for kind, width in (("wide-chart", WIDE), ("narrow-chart", NARROW)):
            svg = charts.to_svg(charts.drawn(figure.chart, PRINT, width, 1, face), FAMILY)
            label = f'<svg class="{kind}" role="img" aria-labelledby="{name}" '
            made += svg.replace("<svg ", label, 1) + "\n"
        table = _table(charts.table_of(figure.chart))
        opened = f"<details>\n<summary>{say('web.as_table')}</summary>\n{table}\n</details>"
        return f'<figure>\n{made}<p class="words" id="{name}">{words}</p>\n{opened}\n</figure>'


def _plain(block: Block) -> str:
    match block:
        case Paragraph(text, role):
            return f"<p{'' if role == 'body' else f' class={role}'}>{_text(text)}</p>"
        case Banner(text):
            return f"<p class=banner>{_text(text)}</p>"
        case Bullets(points, numbered):
            strong = (f"<strong>{_text(p.strong)}</strong> " if p.strong else "" for p in points)
            made = (f"<li>{first}{_text(point.text)}</li>" for first, point in zip(strong, points, strict=True))
            kind = "ol" if numbered else "ul"
            return f"<{kind}>\n" + "\n".join(made) + f"\n</{kind}>"
        case Facts(pairs):
            made = (f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in pairs)
            return "<dl>\n" + "\n".join(made) + "\n</dl>"
        case Table():
            return _table(block)
        case _:
            raise TypeError(f"{type(block).__name__} has no place there on a web page")


def _table(table: Table) -> str:
    """A table with its caption and scopes; it scrolls by itself where the window is narrow."""

    def kind(column: int) -> str:
        return " class=number" if column in table.numeric else ""

    heads = "".join(
        f"<th scope=col{kind(i)}>{_text(column)}</th>" if column else "<td></td>"
        for i, column in enumerate(table.columns)
    )
    rows = (
        f"<tr><th scope=row>{_text(first)}</th>"
        f"{''.join(f'<td{kind(i)}>{_text(cell)}</td>' for i, cell in enumerate(rest, 1))}</tr>"
        for first, *rest in table.rows
    )
    name = _text(table.caption)
    return (
        f'<div class=wide role=group tabindex=0 aria-label="{name}">\n<table>\n<caption>{name}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>\n</div>"
    )


def _text(text: str) -> str:
    return escape(readable(text))

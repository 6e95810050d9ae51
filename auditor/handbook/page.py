"""The handbook as one web page that needs nothing else: no scripts, no pictures, nothing fetched."""

from html import escape

from auditor.handbook.wording import say
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Facts,
    Heading,
    Kept,
    PageBreak,
    Paragraph,
    Table,
    Title,
)
from auditor.reports.details import Imprint
from auditor.reports.wording import readable
from resources import read_text

# the browser is told to fetch and run nothing, whatever words a framework holds
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

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
<a class="skip" href="#part-1">{skip}</a>
<main>
{body}
</main>
<footer class="note">
{foot}
</footer>
</body>
</html>
"""


def web_page(blocks: tuple[Block, ...], imprint: Imprint) -> str:
    """Give the whole page: one `h1`, the contents, parts as `h2`, questions as `h3` inside an `article`.

    Every word is escaped. Takes the blocks a handbook is made of; others, such as charts, raise TypeError.
    """
    body: list[str] = []
    parts = [block.text for block in blocks if isinstance(block, Heading)]
    number, turn = 0, False
    for block in blocks:
        if isinstance(block, PageBreak):
            turn = True
        elif isinstance(block, Heading):
            number += 1
            body += [_contents(parts)] if number == 1 else []
            body.append(f'<h2 id="part-{number}"{" class=turn" if turn else ""}>{_text(block.text)}</h2>')
            turn = False
        else:
            body.append(_block(block))
    return _PAGE.format(
        policy=POLICY,
        author=_text(imprint.author),
        title=_text(imprint.title),
        style=read_text("wording", "handbook.css"),
        skip=say("web.skip"),
        body="\n".join(body),
        foot="\n".join(f"<p>{_text(line)}</p>" for line in imprint.foot),
    )


def _contents(parts: list[str]) -> str:
    links = "\n".join(f'<li><a href="#part-{number}">{_text(part)}</a></li>' for number, part in enumerate(parts, 1))
    heading = f'<h2 id="contents">{say("web.contents")}</h2>'
    return f'<nav aria-labelledby="contents">\n{heading}\n<ol>\n{links}\n</ol>\n</nav>'


def _block(block: Block) -> str:
    match block:
        case Title(text):
            return f"<h1>{_text(text)}</h1>"
        case Heading(_, text):
            return f"<h3>{_text(text)}</h3>"
        case Paragraph(text, role):
            return f"<p{'' if role == 'body' else f' class={role}'}>{_text(text)}</p>"
        case Banner(text):
            return f"<p class=banner>{_text(text)}</p>"
        case Bullets(points):
            made = (f"<li><strong>{_text(point.strong)}</strong> {_text(point.text)}</li>" for point in points)
            return "<ul>\n" + "\n".join(made) + "\n</ul>"
        case Facts(pairs):
            made = (f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in pairs)
            return "<dl>\n" + "\n".join(made) + "\n</dl>"
        case Table():
            return _table(block)
        case Kept(parts):
            return "<article>\n" + "\n".join(_block(part) for part in parts) + "\n</article>"
        case _:
            raise TypeError(f"{type(block).__name__} has no place on a handbook's web page")


def _table(table: Table) -> str:
    """A table with its caption and scopes; it scrolls by itself where the window is narrow."""
    heads = "".join(f"<th scope=col>{_text(column)}</th>" if column else "<td></td>" for column in table.columns)
    rows = (
        f"<tr><th scope=row>{_text(first)}</th>{''.join(f'<td>{_text(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in table.rows
    )
    name = _text(table.caption)
    return (
        f'<div class=wide role=region tabindex=0 aria-label="{name}">\n<table>\n<caption>{name}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>\n</div>"
    )


def _text(text: str) -> str:
    return escape(readable(text))

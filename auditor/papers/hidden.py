"""Takes out of a Word plan what Word itself never shows: a copy set anew would bring hidden words to light."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from db.errors import UserError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_HIDING = (f"{_WORD}vanish", f"{_WORD}webHidden", f"{_WORD}specVanish")


def without_hidden(document: bytes) -> tuple[bytes, int]:
    """A Word file without the runs that are hidden, themselves or by their style, and how many of them held words.

    The same bytes where nothing is hidden. The file must have been opened before, so that its size is known to be fair.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    if not any(b"anish" in content or b"webHidden" in content for content in parts.values()):
        return document, 0
    styles = {
        style for info, content in parts.items() if info.filename == "word/styles.xml" for style in _hide(content)
    }
    gone = 0
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for info, content in parts.items():
            if _PARTS.fullmatch(info.filename):
                tree = _read(content)
                taken = _take_out(tree, styles)
                gone += taken
                package.writestr(info.filename, Xml.tostring(tree, "utf-8") if taken else content)
            else:
                package.writestr(info.filename, content)
    return (out.getvalue(), gone) if gone else (document, 0)


def _read(content: bytes) -> Xml.Element:
    """The tree of a part. Word writes no entities, which alone could make it grow; one that has them is damaged."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UserError("plan_corrupt", "The plan is damaged and could not be read. Ask for a fresh copy.")
    return Xml.fromstring(content)  # noqa: S314 - without entities


def _hide(styles: bytes) -> Iterator[str]:
    """The names of the styles that hide what is set in them, those based on others as well."""
    all_styles = list(_read(styles).iter(f"{_WORD}style"))
    hidden = {name for style in all_styles if _hides(style.find(f"{_WORD}rPr")) and (name := _value(style, "styleId"))}
    for _ in all_styles:
        more = {
            name
            for style in all_styles
            if (name := _value(style, "styleId")) and _value(style.find(f"{_WORD}basedOn"), "val") in hidden
        } - hidden
        if not more:
            break
        hidden |= more
    yield from hidden


def _take_out(tree: Xml.Element, styles: set[str]) -> int:
    """Empty every hidden run; gives how many held words."""
    gone = 0
    for paragraph in tree.iter(f"{_WORD}p"):
        whole = _value(paragraph.find(f"{_WORD}pPr/{_WORD}pStyle"), "val") in styles
        for run in paragraph.iter(f"{_WORD}r"):
            about = run.find(f"{_WORD}rPr")
            shown = about is not None and any(_off(about.find(tag)) for tag in _HIDING[:1])
            styled = about is not None and _value(about.find(f"{_WORD}rStyle"), "val") in styles
            if _hides(about) or ((whole or styled) and not shown):
                gone += any((text.text or "").strip() for text in run.iter(f"{_WORD}t"))
                for child in list(run):
                    run.remove(child)
    return gone


def _hides(about: Xml.Element | None) -> bool:
    return about is not None and any((tag := about.find(name)) is not None and not _off(tag) for name in _HIDING)


def _off(tag: Xml.Element | None) -> bool:
    return _value(tag, "val") in ("0", "false", "off")


def _value(tag: Xml.Element | None, name: str) -> str:
    return "" if tag is None else tag.get(f"{_WORD}{name}", "")

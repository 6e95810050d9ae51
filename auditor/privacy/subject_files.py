"""What is held for one reference, written as JSON for a program and as a page to read, both from the same tree."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, cast

from auditor.privacy.subject import Tree, as_text, held
from auditor.reports.make import slug
from db import log
from db.files import whole
from db.store import Store

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b2330; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2rem; } h3, h4, h5, h6 { font-size: 1rem; }
section { border-left: 2px solid #ddd9cf; padding-left: 1rem; margin: 1rem 0; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .1rem 1rem; margin: .5rem 0; }
dt { color: #464f5e; } dd { margin: 0; overflow-wrap: anywhere; }
@media print { body { margin: 0; } section { break-inside: avoid-page; } }
"""
# the browser is told to fetch and run nothing, whatever words are held
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def export(store: Store, reference: str, folder: Path) -> tuple[Path, Path]:
    """Write everything held for a reference to two files in a folder; earlier ones of the name are replaced. Logged.

    Raises UserError: `no_plan`, or as `db.files.whole`; nothing is written then.
    """
    tree = held(store, reference)
    stem = f"held-{slug(reference)}"
    targets = (folder / f"{stem}.json", folder / f"{stem}.html")
    with whole(*targets) as (data, page):
        data.write_text(as_json(tree), encoding="utf-8")
        page.write_text(as_page(tree), encoding="utf-8")
    with store.write() as session:
        log.append(session, who=store.owner(session).name, what="exported what is held", subject=reference)
    return targets


def as_json(tree: Tree) -> str:
    """The tree as JSON; days and moments as in 2026-03-31 and 2026-03-31T14:06:31."""
    return json.dumps(tree, ensure_ascii=False, indent=2, default=_moment) + "\n"


def _moment(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def as_page(tree: Tree) -> str:
    """The tree as one web page that needs nothing else: headings by depth, every word escaped."""
    title = f"Everything held for {tree['reference']}"
    body = "".join(_part(key, value, 2) for key, value in tree.items() if key != "reference")
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def _part(key: str, value: Any, depth: int) -> str:
    """A heading with what stands under it; a list as one section each, numbered where it has several."""
    words = escape(words_of(key))
    if isinstance(value, Mapping):
        return (
            f"<section>\n<h{min(depth, 6)}>{words}</h{min(depth, 6)}>\n{_facts(cast(Tree, value), depth)}</section>\n"
        )
    if not isinstance(value, list):
        return f"<dl><dt>{words}</dt><dd>{escape(as_text(value))}</dd></dl>\n"
    entries = cast("list[Any]", value)
    head = f"<h{min(depth, 6)}>{words}</h{min(depth, 6)}>\n"
    if not entries:
        return f"{head}<p>Nothing.</p>\n"
    if all(not isinstance(entry, Mapping) for entry in entries):
        items = "".join(f"<li>{escape(as_text(entry))}</li>\n" for entry in entries)
        return f"{head}<ul>\n{items}</ul>\n"
    return head + "".join(f"<section>\n{_facts(cast(Tree, entry), depth)}</section>\n" for entry in entries)


def _facts(tree: Tree, depth: int) -> str:
    """The plain facts of a part first, then the parts within it."""
    plain = {key: value for key, value in tree.items() if not isinstance(value, (Mapping, list))}
    lines = "".join(f"<dt>{escape(words_of(k))}</dt><dd>{escape(as_text(v))}</dd>\n" for k, v in plain.items())
    parts = "".join(_part(key, value, depth + 1) for key, value in tree.items() if key not in plain)
    return f"<dl>\n{lines}</dl>\n{parts}" if lines else parts


def words_of(key: str) -> str:
    """A column's or part's name as words: first_final_on is *First final on*."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def summary(tree: Tree) -> Sequence[tuple[str, int]]:
    """How much is held, for a page to show before anything is written: what, and how many."""
    rounds: list[Tree] = tree["rounds"]
    asked = [a for r in rounds for place in r["in_sample"] for a in place["audits_asked_for"]]
    audits = [audit for a in asked for audit in a["audits"]]
    return (
        ("Rounds with its facts and dates", len(rounds)),
        ("Audits asked for", len(asked)),
        ("Audits, with earlier revisions", len(audits)),
        ("Answers", sum(len(audit["answers"]) for audit in audits)),
        ("Places in the plan, with quotations", sum(len(audit["evidence"]) for audit in audits)),
        ("Outcomes in an auditor's words", sum(len(audit["outcomes"]) for audit in audits)),
        ("Decisions", sum(len(place["decisions"]) for r in rounds for place in r["in_sample"])),
        ("Packs it was sent in", sum(len(a["sent_in_packs"]) for a in asked)),
        ("Papers held", sum(len(a["papers_held"]) for a in asked)),
        ("Exclusions of auditors", len(tree["exclusions"])),
        ("Entries of the change log", len(tree["change_log"])),
    )

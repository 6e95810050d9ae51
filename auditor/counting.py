"""Which assignments count: the one place that figures, standing, agreement and loads ask.

One that was taken back does not, nor one given back because the auditor knows the child, nor one with answers from two
computers until the lead has chosen between them. All are kept and shown.
"""

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from db.tables import Assignment, Audit


def counted() -> ColumnElement[bool]:
    """Keeps, in a query on `Assignment`, those whose answers count."""
    return not_taken_back() & col(Assignment.known_child_at).is_(None) & ~contested()


def not_taken_back() -> ColumnElement[bool]:
    """Keeps, in a query on `Assignment`, those that somebody still has, contested ones among them."""
    return col(Assignment.withdrawn_at).is_(None)


def contested() -> ColumnElement[bool]:
    """Keeps, in a query on `Assignment`, those whose revisions that stand come from more than one computer."""
    several = (
        select(Audit.assignment_id)
        .where(col(Audit.withdrawn_at).is_(None))
        .group_by(col(Audit.assignment_id))
        .having(func.count(func.distinct(Audit.device)) > 1)
    )
    return col(Assignment.id).in_(several)

"""What SQLAlchemy works out anew for every workspace it opens is worked out once for all the workspaces of the tests.

A person opens a workspace or two; the tests open thousands, and would spend most of their time on putting the same
statements into words. The statements are the same, and so is what the database does with them.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, create_mock_engine

from db import connection
from db.tables import METADATA


def share_what_is_worked_out() -> None:
    """From now on every engine has the dialect of the first, which knows the statements put into words so far."""
    first = create_engine(
        "sqlite://", module=connection.driver, creator=lambda: connection.raw_connection(":memory:", None)
    )
    with first.connect():
        pass  # with its first connection the dialect learns what the database can do
    first.dispose()

    def engine_like_the_first(*args: Any, **more: Any) -> Engine:
        made = create_engine(*args, **more)
        made.dialect = made.pool._dialect = first.dialect
        made._compiled_cache = first._compiled_cache
        return made

    connection.create_engine = engine_like_the_first

    tables: list[str] = []
    METADATA.create_all(
        create_mock_engine("sqlite://", lambda made, *_, **__: tables.append(str(made.compile(dialect=first.dialect)))),
        checkfirst=False,
    )

    def create_all(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        for statement in tables:
            raw.execute(statement)

    METADATA.create_all = create_all

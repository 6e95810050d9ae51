"""The sentences that people read, kept in resources/wording: one file a subject."""

import tomllib
from functools import cached_property
from typing import Any, cast

from resources import read_text


class Sentences:
    """The sentences of one file, by dotted names: `facts.council`. It is read when the first is asked for."""

    def __init__(self, file: str) -> None:
        self._file = file

    @cached_property
    def _all(self) -> dict[str, Any]:
        return tomllib.loads(read_text("wording", self._file))

    def say(self, key: str, /, **values: object) -> str:
        """Give one sentence with `values` filled in; whole numbers get thousands separators.

        Raises KeyError for a name or a value that is not there.
        """
        sentence = self._find(key)
        if not isinstance(sentence, str):
            raise KeyError(key)
        return sentence.format_map({name: f"{v:,}" if isinstance(v, int) else v for name, v in values.items()})

    def knows(self, key: str) -> bool:
        """Whether there is a sentence of that name."""
        try:
            return isinstance(self._find(key), str)
        except KeyError:
            return False

    def group(self, key: str) -> dict[str, Any]:
        """What stands under one name, in the order of the file. Raises KeyError for a name that is not there."""
        found = self._find(key)
        if not isinstance(found, dict):
            raise KeyError(key)
        return cast("dict[str, Any]", found)

    def _find(self, key: str) -> object:
        found: Any = self._all
        for step in key.split("."):
            if not isinstance(found, dict):
                raise KeyError(key)
            found = cast("dict[str, Any]", found)[step]
        return found

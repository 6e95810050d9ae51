"""The sentences of what learning prints, read from resources/wording/learning.toml."""

from resources.sentences import Sentences

say = Sentences("learning.toml").say


def one_or_many(key: str, n: int, **values: object) -> str:
    """The sentence for one, or for any other number."""
    return say(f"{key}_{'one' if n == 1 else 'many'}", n=n, **values)

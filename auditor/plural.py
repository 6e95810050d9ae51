"""A number with its noun."""


def several(n: int, one: str, many: str = "") -> str:
    """As in '1 plan' and '2,000 plans'; `many` is for nouns that take no s, as 'entries'."""
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"

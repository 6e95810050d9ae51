"""Sections with nothing in them, and therapies that stand in G or H and not in F."""

from auditor.plan_reader.phrases import listed, pattern, plain, words_of


def says_nothing(text: str) -> bool:
    """Whether a text says only that there is nothing: blank, a dash, 'none', 'not known to social care'."""
    words = plain(text)
    tokens = [token.strip(".,;:()!?\"'-") for token in words.split()]
    tokens = [token for token in tokens if token]
    if not tokens:
        return True
    if any(character.isdigit() for character in words) or len(tokens) > 25:
        return False
    around = words_of("empty.around")
    return pattern("empty.none").search(words) is not None and sum(token not in around for token in tokens) <= 1


def therapies_in(text: str, *, in_f: bool) -> set[str]:
    """The kinds of therapy a text names."""
    words = plain(text)
    found = {kind for kind in listed("therapy.kinds") if pattern(f"therapy.kinds.{kind}").search(words)}
    if not in_f and pattern("therapy.loosely").search(words):
        found.add("speech and language therapy")
    return found


def may_teach(text: str) -> bool:
    """Whether a therapy named in the text may educate or train the child, as far as its words tell."""
    words = plain(text)
    if pattern("therapy.care").search(words) or pattern("provision.elsewhere").search(words):
        return False
    return not pattern("therapy.things").search(words) or pattern("therapy.teaching").search(words) is not None

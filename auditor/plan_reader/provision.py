"""Lines of provision that do not say who, how often or how long, and the vague phrases in them."""

import re

from auditor.plan_reader.amounts import Said, said
from auditor.plan_reader.furniture import is_label
from auditor.plan_reader.phrases import listed, pattern, plain, sentence, words_of

_GROUPS = ("later", "condition", "thing", "amount", "promise", "person")  # the first found names the source
_OTHERWISE = re.compile(
    r"\b(?:where|if|when) (?:he|she|it|they|this) (?:is|are|does|do|has|have|can|will)(?: not|not|n't)\b|\botherwise\b"
)
_CELL = 5  # words of a cell that says only who or how much
_LONG_PASSAGE = 60  # words; above, each sentence is looked at by itself and only where it holds a vague phrase


def looks_at(text: str, section: str) -> list[tuple[str, str]]:
    """The vague parts of one passage of section F, G, H1 or H2: (sentence, why), in order; empty where it is fine."""
    if is_head(text) or _is_fine(text, section):
        return []
    if len(text.split()) <= _LONG_PASSAGE:
        return [(text, _why(text, section))]
    parts = re.split(r"(?<=[.!?;])\s+(?=\S)", text)
    return [(part, _why(part, section)) for part in parts if _phrases(part) and not _is_fine(part, section)]


def is_head(text: str) -> bool:
    """Whether a passage stands over provision and is none: an area of need, heads of a table, an outcome quoted."""
    words = plain(text)
    if pattern("provision.quotes").match(words):
        return True
    if re.match(r"by (?:the end|(?:his|her|their) \w+ birthday|\w+ 20\d\d)", words) and not said(words).who:
        return True
    if is_label(text) or text.rstrip().endswith((".", ";", "!", "?")):
        return is_label(text)
    if len(words.split()) <= 5 and not _phrases(text) and not re.search(r"\d", words):
        return True
    tokens = re.findall(r"[a-z][\w/'-]*", words)
    known = words_of("provision.heads", "provision.areas")
    if "|" not in text:
        known -= words_of("provision.beside") - words_of("provision.areas")
    return bool(tokens) and len(tokens) <= 14 and known.issuperset(tokens)


def is_fragment(text: str) -> bool:
    """Whether a passage says only who or how much, as a cell beside the provision does."""
    if text.rstrip().endswith((".", ";", ":")) or len(text.split()) > _CELL:
        return False
    if any(phrase == plain(text) for phrase, _ in _phrases(text)):
        return True
    found = said(text)
    return (found.who or found.often or found.long) and not _phrases(text)


def _is_fine(text: str, section: str) -> bool:
    found = said(text)
    words = plain(text)
    if section != "F" and pattern("provision.elsewhere").search(words):
        return True
    who = found.who or found.one_to_one
    amount = found.often and found.long
    if _undone(words):
        # with a reason, or with what happens otherwise, the condition is explained
        explained = found.reason or _OTHERWISE.search(words) is not None
        return who and ((explained and (found.trigger or found.long or found.always)) or (amount and _apart(words)))
    return (
        (who and (amount or found.always))
        or (found.everyone and found.always)
        or (who and found.trigger and (found.number or found.reason))
        or (who and found.deadline and (found.long or found.number))
        or (section != "F" and (who or found.service or found.long) and (found.often or found.deadline or found.always))
        or (section != "F" and found.trigger and found.number)
        or (found.equipment and (found.number or found.always or not _phrases(text)))
    )


def _undone(words: str) -> bool:
    return any(listed(f"vague.{group}").get("undoes") and _found(group, words) for group in _GROUPS)


def _apart(words: str) -> bool:
    """Whether the amount stands in a clause without a condition."""
    return not any(
        said(clause).long and any(_at_edge(phrase, clause) for phrase in _found("condition", clause))
        for clause in re.split(r"[.;:] ", words)
    )


def _at_edge(phrase: str, clause: str) -> bool:
    """Whether a phrase begins or ends part of a clause, where it governs the whole."""
    parts = [part.strip(" .") for part in re.split(r"[,()]", clause)]
    return any(part.startswith(phrase) or part.endswith(phrase) for part in parts)


def _found(group: str, words: str) -> list[str]:
    words = pattern("vague.plain").sub(" ", words)
    return [match[0] for match in pattern(f"vague.{group}.phrases").finditer(words)]


def _phrases(text: str) -> list[tuple[str, str]]:
    """Vague phrases with their group, those inside a longer one left out."""
    words = plain(text)
    found = [(phrase, group) for group in _GROUPS for phrase in _found(group, words)]
    return [
        (phrase, group) for phrase, group in found if not any(phrase != other and phrase in other for other, _ in found)
    ]


def _why(text: str, section: str) -> str:
    found = said(text)
    parts = _missing(found, section)
    what = [sentence("missing", parts=_listed(parts))] if parts else []
    sources = [sentence("provision_source")] if parts else []
    for phrase, group in _phrases(text)[:1]:
        held = listed(f"vague.{group}")
        what.append(sentence("quoted", phrase=phrase, says=held["says"]))
        sources.append(held["source"])
    return sentence("provision", what="; ".join(what), source="; ".join(dict.fromkeys(sources)))


def _missing(found: Said, section: str) -> list[str]:
    parts: list[str] = []
    if not (found.who or found.one_to_one or (section != "F" and found.service)):
        parts.append(sentence("who"))
    if not (found.often or found.always):
        parts.append(sentence("often"))
    if not (found.long or found.always):
        parts.append(sentence("long"))
    return parts


def _listed(parts: list[str]) -> str:
    return " or ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)

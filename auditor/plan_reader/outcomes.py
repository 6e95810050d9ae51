"""Outcomes of section E without an end, or with nothing that can be watched or counted."""

import re

from auditor.plan_reader.phrases import pattern, plain, words_of

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = (
    r"(?:\d+(?:[.:]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty"
    r"|forty|fifty|sixty|ninety)"
)
_STAGE = (
    r"(?:key stage (?:\d|one|two|three|four|five)|ks ?\d|(?:school )?year (?:\d{1,2}|one|two|three|four|five|six|r)\b"
    r"|y ?\d{1,2}\b|foundation stage|early years|eyfs)"
)
_PHASE = (
    rf"(?:{_STAGE}|reception|nursery|pre-?school|(?:infant|junior|primary|secondary|middle|upper|high)(?: school| phase"
    r"| education)?|sixth form|school\b(?! day| week| bus| trip| hall| gate| dinner| run)|college\b(?! day| week)"
    r"|course|placement|programme|apprenticeship|internship|plan|academic year|school year|phase|year|term\b(?! time))"
)
_SEASON = r"(?:autumn|spring|summer|first|second|third|next|current|coming|final|last)"
_DATE = re.compile(
    r"\b(?:the )?(?:end|start|beginning|close) of (?:(?:his|her|their|the|this|next"
    rf"|current) )?(?:[\w-]+ ){{0,2}}?{_PHASE}(?: (?:of|in) {_STAGE})?(?:,? 20\d\d)?"
    rf"|\b(?:by|before|until|till|in|during|at) (?:the )?{_STAGE}|\b(?:by|before|until|in"
    rf"|during) (?:the )?{_SEASON} (?:half[- ])?(?:term|year|holidays?)\b(?! time)"
    rf"|\b(?:by|before|until|in|on|at|due|end) (?:the end of |end of |early |late |mid-)?(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)? )?{_MONTH}\b|\b(?:\d{{1,2}} )?{_MONTH} (?:20)\d\d\b"
    rf"|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d\b|\b20[2-5]\d\b|\b(?:by|at|before|until) (?:the )?(?:age"
    rf"|ages)(?: of)? {_NUMBER}|\bbirthday\b|\bby the time (?:he|she|they|\w+) \w+"
    rf"|\bwhen (?:he|she|they) (?:is|are) {_NUMBER}\b|\b(?:when|before) (?:he|she|they) (?:leaves?|turns?|transfers?"
    r"|finish(?:es)?|moves? (?:on|to|up)|starts? (?:school|college|secondary|nursery|reception|work|year))(?! (?:a"
    r"|the) (?:class|room|lesson))|\b(?:by|at|before) (?:christmas|easter|the summer holidays?|(?:his|her|their"
    r"|the) (?:next |first |\w+ )?(?:annual )?review)|\b(?:within|in|over) (?:the )?(?:next |coming "
    rf"|first )?(?:{_NUMBER} |a )?(?:(?:school|academic) )?(?:weeks?|months?|terms?|half[- ]terms?|years?)\b(?! per| of"
    r"| time| \d)|\b(?:on|before|by|after) (?:leaving|starting|entering|transfer to|joining) (?:\w+ )?(?:school"
    rf"|college|nursery|reception|{_STAGE})|\b(?:aged?|age of) {_NUMBER}\b"
    r"|\btimescale:?\b.*\d"
)
_NO_PERIOD = re.compile(r"\bover time\b|\bin time\b")
_NO_COUNT = re.compile(
    rf"\bby (?:at least )?{_NUMBER} ?(?:%|per ?cent)|{_NUMBER} ?(?:%|per ?cent) (?:more|better|happier|of his potential"
    r"|of her potential)|\bone another\b|\bone[- ]to[- ]one\b|\b1:1\b"
    r"|\bone day\b|\bone or more\b"
)
_A_COUNT = re.compile(rf"\b{_NUMBER}\b|\d|\bonce (?:an?|per|each|every)\b|\btwice\b|\bhalf (?:of|the)\b")
_A_TASK = re.compile(r"\bwithout \w+|\bwith (?:one|a single|no|only) \w+|\bfrom \d+ to \d+")


def has_end(text: str) -> bool:
    """Whether a text names a date, an age, a phase or a stated period by which something should be reached."""
    return _DATE.search(_NO_PERIOD.sub(" ", plain(text))) is not None


def weak_phrase(text: str) -> str:
    """The weak words of an outcome in which nothing can be watched or counted; empty where there is something."""
    words = plain(text)
    rest = re.sub(r"^(?:outcome )?\(?\d+(?:\.\d+)*[.):]?\s+", "", words)
    rest = _NO_COUNT.sub(" ", re.sub(rf"\b{_STAGE}", " ", _DATE.sub(" ", rest)))
    if _A_COUNT.search(rest) or _A_TASK.search(rest) or pattern("outcome.seen").search(rest):
        return ""
    watched = rf"\b(?:will|to|can|and|or|also|independently) (?:\w+ly )?{pattern('outcome.watched').pattern}"
    kind = "vaguest" if re.search(watched, rest) else "weak"
    found = pattern(f"outcome.{kind}").search(rest)
    return found[0] if found else ""


def is_head(text: str) -> bool:
    """Whether a passage stands over outcomes: 'Outcome 2', 'By the end of Key Stage 2:', 'Independence'."""
    words = plain(text)
    if re.fullmatch(
        r"(?:(?:long|short|medium)[- ]term )?(?:outcomes?|targets?|aims?|goals?)(?: (?:no\.? ?)?\d+\w?)?[:.]?", words
    ):
        return True
    if text.rstrip().endswith(":"):
        return True
    if has_end(text) and not re.search(r"\b(?:will|to|can|would|should)\b", words):
        return not text.rstrip().endswith(".") or len(words.split()) <= 6
    tokens = re.findall(r"[a-z][\w/'-]*", words)
    known = words_of("provision.heads", "provision.areas")
    return bool(tokens) and not text.rstrip().endswith(".") and known.issuperset(tokens)


def is_number(text: str) -> bool:
    """Whether a heading only counts outcomes: 'Outcome 2'."""
    return re.fullmatch(r"(?:outcomes?|targets?|aims?|goals?)? ?(?:no\.? ?)?\d+\w?[:.]?", plain(text)) is not None


def is_date(text: str) -> bool:
    """Whether a passage holds little but the date of the outcome beside it."""
    return has_end(text) and len(text.split()) <= 8 and not text.rstrip().endswith(":")

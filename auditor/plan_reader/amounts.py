"""What a line of provision says of the four-part test: who, how often, how long, besides what is done."""

import re
from dataclasses import dataclass
from functools import cache

from auditor.plan_reader.phrases import listed, pattern, plain

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty(?:-\\w+)?|thirty(?:-\\w+)?|forty(?:-\\w+)?|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER = rf"(?:\d+(?:\.\d+)?|{_WORDS})"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:days?)?"
_SPELL = (
    r"(?:day|weekday|weekend|evening|week|wk|fortnight|month|half[- ]term|term|quarter|year|yr|annum|session|night"
    rf"|summer|{_DAY}|{_MONTH}|hour|(?:{_NUMBER}|other|second|third|few|school|academic|autumn|spring|summer|working"
    rf"|calendar) (?:hour|minute|day|week|month|half[- ]term|term|year|night|weekend|{_DAY})s?)"
)
# What has a number and is no amount of help: money, ages, ratios, dates of reports.
_NO_AMOUNT = re.compile(
    rf"£ ?\d[\d,.]*(?: (?:an?|per) \w+)?|annual(?:ly)? review\w*|reviewed? (?:of|at|every|each)[^.;,]*"
    rf"|{_NUMBER}[- ]?to[- ]{_NUMBER}[- ]year[- ]olds?|{_NUMBER}[- ]weekly review|lasts? (?:for )?{_NUMBER} \w+"
    rf"|(?:of|since|dated|in|from) (?:\d{{1,2}} )?{_MONTH} 20\d\d|aged? {_NUMBER}(?: (?:to|and) {_NUMBER})?"
    rf"|{_NUMBER} years' experience|\b(?:up to|maximum of|between {_NUMBER} and) {_NUMBER} \w+"
)
_LONG = re.compile(
    rf"(?<![\w.]){_NUMBER}(?:[- ](?:full|whole|half))?[- ]?(?:minutes?|mins?|hours?|hrs?|h|half[- ]days?|days?"
    rf"|nights?)\b|\b{_NUMBER}(?: [\w-]+)? (?:lessons|periods|mornings|afternoons|evenings|weekends)\b"
    r"|\b(?:double|whole|one|full) (?:lesson|period)\b|\bovernight\b"
    r"|\b(?:half an|an|a full|a whole) hour\b|\bhalf[- ]hour\w*"
    r"|\bhalf a day\b|\ball day\b|\b(?:whole|full|half)[- ](?:day|lesson|school day)"
    rf"|\d{{1,2}}[.:]\d\d ?(?:[ap]m)? ?(?:to|-|until|till) ?\d{{1,2}}(?:[.:]\d\d)?"
    rf"|\bday and night\b|\b24[- ]hours?\b|\b\d{{1,2}} ?(?:am|pm)\b"
    rf"|\b\d{{1,2}}\.\d\d\b"
)
_OFTEN = re.compile(
    rf"\b(?:every|each|per|an?) {_SPELL}\b|\b(?:daily|nightly|weekly|fortnightly|monthly|termly|half[- ]termly|yearly"
    r"|annually|hourly|quarterly)\b|\bp\.?/?w\b|\bwkly\b|\bx ?\d\b"
    rf"|/ ?(?:week|wk|day|term)\b|\b{_NUMBER} times\b|\bonce (?:an?|per|each|every|in|during|weekly)\b"
    r"|\btwice\b|(?:^|[ (,:])(?:on )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon"
    rf"|tues?|wed|thurs?|fri)\b|\b{_NUMBER}(?: \w+| [\w-]+ly| [\w-]+-(?:hour|minute))? (?:sessions?|visits?|meetings?"
    rf"|blocks?|workshops?)\b|\b{_NUMBER} x\b|\b(?:over|in|throughout|during|of) the (?:whole |first |school |academic "
    rf"|college )?(?:year|week)\b|\beach of (?:the|those)? ?{_NUMBER}"
    rf"|\bevery one\b|\b{_NUMBER} (?:school )?days\b|\b(?:start|end|beginning) of (?:the|each|every) (?:\w+ )?(?:day"
    rf"|week|lesson|session)\b|\balternate (?:days|weeks|{_DAY})\b"
    r"|\bon school days\b|\bin the (?:autumn|spring|summer) term\b"
    rf"|\bin {_MONTH} each\b"
)
_OCCASION = (
    r"(?:lessons?|assembl(?:y|ies)|class(?:es)?|subjects?|trips?|visits?|tests?|exams?|examinations?|assessments?"
    r"|pieces? of|sheets?|worksheets?|books?|meals?|sentences?|instructions?|questions?|breaks?|lunch(?:es|times?)?"
    r"|morning|afternoon|playtimes?|transitions?|journeys?|swimming|activit(?:y|ies)|stor(?:y|ies)|songs?|events?"
    r"|meetings?|tasks?|incidents?|mealtimes?|changes?|times?|words?|printed|maths|english|pe|practicals?|corridor"
    r"|floor|room|door|registration|drinks?|snacks?)"
)
_ALWAYS = re.compile(
    rf"\b(?:every|each)(?: (?:[\w'-]+)){{0,2}} {_OCCASION}\b"
    rf"|\ball (?:(?:of )?(?:his|her|their|the) )?(?:{_NUMBER} )?(?:[\w'-]+ )?(?!activit|times|events|changes"
    rf"|words){_OCCASION}(?!\w)|\ball day\b|\bat all times\b"
    rf"|\bday and night\b|\ball the time\b|\bevery (?:{_NUMBER} )?(?:minutes?|hours?)\b"
    rf"|\bhourly\b|\b(?:every|each) (?:adult|teacher|member of staff|lecturer)\b(?=.*\b{_NUMBER}\b)"
    rf"|\bfull[- ]time\b(?=.*\d)|\bevery one\b|\ball {_NUMBER} hours\b"
    r"|\bany (?:change|lesson|time)\b|\b(?:at|in|on|before|after|during|for|of|with|to) (?:every|each) (?!of\b|child"
    r"|pupil|student|adult|teacher|member|person|staff|year|term|week|day|month|half|school|academic|aspect|area"
    r"|opportunity|effort|need|possible|stage|setting)[a-z]\w+"
)
_VAGUE_ALL = re.compile(r"\ball (?:aspects|areas)[^,;.]*|\ball (?:times?)(?! he| she)\b")
_TRIGGER = re.compile(
    r"\bwhenever\b|\bany (?:time|change|day|week|month|seizure|absence|trip|lesson)\b"
    r"|\bas required by\b|\bas soon as\b|\b(?:after|before|following) (?:each|every|any)\b"
    r"|\bwhen(?: \w+){1,3} (?:shows|asks|signs|scores|lasts|falls|reaches)\b"
)
_DEADLINE = re.compile(
    rf"\b(?:by|before|on) (?:the )?(?:(?:first|last|end) (?:\w+ )?(?:of|in) )?(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)? )?{_MONTH}(?: 20\d\d)?\b|\bbefore (?:he|she|they) starts?\b"
    rf"|\bon (?:his|her|their) first day\b|\bin {_MONTH} each year\b"
)
_PERIOD = re.compile(
    r"\b(?:in|during|over|for|within|across) (?:the )?(?:(?:his|her|their|first|next|last|autumn|spring|summer|school"
    rf"|a|{_NUMBER}) ){{1,2}}(?:weeks?|months?|terms?|half[- ]terms?|years?|holidays?)\b"
    rf"|\bin {_MONTH}\b"
)
_SPECIALIST = re.compile(
    r"\bspecialist\b(?! (?:teach|support|provision|equip|seat|setting|school|placement|input|advice|training|help"
    r"|service|staff|program|interv|curric|resourc|knowledge|approach|software|college|team|class|unit|environment"
    r"|needs|learning|lesson))"
)
_SPEED = re.compile(rf"\bwithin {_NUMBER} (?:working |school )?(?:minutes?|hours?|days?|weeks?)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """Which parts of the test a text answers. `always`: on every such occasion, which is how often and how long."""

    who: bool
    one_to_one: bool
    service: bool
    often: bool
    long: bool
    always: bool
    trigger: bool
    deadline: bool
    reason: bool
    number: bool
    equipment: bool
    everyone: bool


def said(text: str) -> Said:
    """What a passage says of who, how often and how long. Takes any text; nothing about its case matters."""
    words = plain(text)
    counted = _NO_AMOUNT.sub(" ", words)
    long = _LONG.search(counted) is not None
    always = _ALWAYS.search(_VAGUE_ALL.sub(" ", words)) is not None or "at all times" in words
    return Said(
        who=pattern("provision.people").search(words) is not None
        or _counted_people().search(words) is not None
        or _SPECIALIST.search(words) is not None,
        one_to_one=pattern("provision.one_to_one").search(words) is not None,
        service=pattern("provision.services").search(words) is not None,
        often=_OFTEN.search(counted) is not None or (long and _PERIOD.search(counted) is not None),
        long=long,
        always=always,
        trigger=_TRIGGER.search(words) is not None,
        deadline=_DEADLINE.search(words) is not None or _SPEED.search(words) is not None,
        reason=pattern("provision.reasons").search(words) is not None,
        number=re.search(rf"\b{_NUMBER}\b", _DEADLINE.sub(" ", counted)) is not None,
        equipment=pattern("provision.equipment").search(words) is not None
        and pattern("provision.in_place").search(words) is not None,
        everyone=re.match(r"(?:all |every )?(?:adults?|staff|teachers)\b", words) is not None,
    )


@cache
def _counted_people() -> re.Pattern[str]:
    people = "|".join(re.escape(word) for word in listed("provision.counted_people"))
    return re.compile(rf"\b(?:every|each|the same|{_NUMBER})(?: [\w-]+){{0,2}} (?:{people})\b")

"""The time limits of the law, worked out from a plan's dates on a round's reference date.

Children and Families Act 2014 and the Special Educational Needs and Disability Regulations 2014 (SI 2014/1530).
A date after the reference date has not happened yet. A limit still running is not applicable, not a shortfall. A
date nobody recorded is never read as a step nobody took: once its limit is past, the answer is *cannot tell*.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from db.vocabulary import Exception20, PhaseMove, PlanKind, Value

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class PlanDates:
    """What is known of one plan's dates; None where nothing is recorded.

    `last_decision` is the notice of the authority's decision after the last review. `previous_anchor` is the date
    the plan was made or last reviewed before that review. `exception` is a letter of regulation 10(4), or empty.
    `moves_on` is the date of a move between phases.
    """

    requested: date | None = None
    first_final: date | None = None
    exception: str = ""
    plan_kind: PlanKind = PlanKind.NEW
    last_review_meeting: date | None = None
    last_decision: date | None = None
    amended_final: date | None = None
    decided_not_to_amend: bool = False
    year_group: int | None = None
    phase_move: PhaseMove = PhaseMove.NONE
    moves_on: date | None = None
    previous_anchor: date | None = None


@dataclass(frozen=True)
class Clock:
    """What one time limit gives for one plan: met, not met, not applicable or cannot tell, and why in one sentence.

    Where it cannot tell, `gap` is what is missing, in words that are the same for every plan that misses it.
    """

    value: Value
    why: str
    gap: str = ""


def first_plan(d: PlanDates, as_at: date) -> Clock:
    """Was the first final plan issued within 20 weeks of the request? Regulation 13(2).

    The day exactly 20 weeks later is in time. Plans made after a reassessment have a limit of their own
    (regulation 27) and plans ordered by the tribunal another, so the question does not apply to them.
    """
    if d.plan_kind == PlanKind.REASSESSMENT:
        return _na("The plan was made after a reassessment, which has its own time limit.")
    if d.plan_kind == PlanKind.TRIBUNAL:
        return _na("The plan was ordered by the tribunal, which sets its own time limit.")
    if d.requested is None:
        return _cannot_tell("The date of the request is not recorded.")
    if d.requested > as_at:
        return _na(f"The request is dated after the reference date, {_day(as_at)}.")
    if d.first_final is not None and d.first_final < d.requested:
        return _cannot_tell("The first final plan is dated before the request: check both dates.")
    return _by(d.first_final, _plus(d.requested, weeks=20), as_at, "The first final plan", "20 weeks from the request")


def late_with_exception(d: PlanDates, as_at: date) -> Clock:
    """If the first final plan was late, is a statutory exception recorded? Regulations 10(4)(a) to (d) and 13(3).

    Exactly those four: late advice, a missed appointment or short staffing is not one. Not applicable where the plan
    was in time or is not due yet.
    """
    in_time = first_plan(d, as_at)
    if in_time.value == Value.MET:
        return _na("The first final plan was in time.")
    if in_time.value != Value.NOT_MET:
        return in_time
    if d.exception in tuple(Exception20):
        return Clock(Value.MET, f"The plan was late, and the exception of regulation 10(4)({d.exception}) is recorded.")
    return Clock(Value.NOT_MET, "The plan was late, and none of the four statutory exceptions is recorded.")


def review_on_time(d: PlanDates, as_at: date) -> Clock:
    """On the reference date, was a review due, and if so was it done in time? Section 44(1) of the Act.

    A review ends with the notice of decision, within 12 months starting with the date the plan was made or last
    reviewed: the last day is the day before the anniversary. Not applicable until the first review is due.
    """
    decision = _happened(d.last_decision, as_at)
    if decision is None:
        return _review_awaited(d, as_at)
    next_due = _year_from(decision)
    if next_due < as_at:
        return Clock(Value.NOT_MET, f"The last review ended on {_day(decision)}; another was due by {_day(next_due)}.")
    anchor = d.previous_anchor
    if anchor is None and d.first_final is not None and d.first_final <= decision <= _year_from(d.first_final):
        # whichever review this was, it ended within a year of the plan itself
        anchor = d.first_final
    if anchor is None:
        return _cannot_tell("It is not recorded when the plan was made or reviewed before its last review.")
    if anchor > decision:
        return _cannot_tell("The review before the last one is dated after it: check both dates.")
    return _by(decision, _year_from(anchor), as_at, "The last review", f"12 months starting with {_day(anchor)}")


def _review_awaited(d: PlanDates, as_at: date) -> Clock:
    """No review has ended by the reference date, as far as the dates show."""
    known = [day for day in (d.first_final, d.previous_anchor) if day is not None]
    past = [day for day in known if day <= as_at]
    if not past:
        if known:
            return _na(f"The plan was made after the reference date, {_day(as_at)}.")
        return _cannot_tell("Neither the date of the plan nor of a review is recorded.")
    limit = f"12 months starting with {_day(max(past))}"
    return _by(d.last_decision, _year_from(max(past)), as_at, "A review", limit)


def decision_in_4_weeks(d: PlanDates, as_at: date) -> Clock:
    """Was the family told of the decision within 4 weeks of the last review meeting?

    Regulation 20(10), read with regulation 22(2) in R (L, M, P) v Devon County Council [2022] EWHC 493 (Admin). The
    day exactly 4 weeks later is in time.
    """
    meeting = _meeting(d, as_at)
    if isinstance(meeting, Clock):
        return meeting
    # a decision from before the meeting is the answer to an earlier review
    return _by(_not_before(d.last_decision, meeting), _plus(meeting, weeks=4), as_at, "The decision", "4 weeks")


def amended_in_12_weeks(d: PlanDates, as_at: date) -> Clock:
    """Was the review finished in time: a final amended plan, or a decision not to amend?

    Regulation 22(3) and (4): within 8 weeks of the notice, so at most 12 weeks from the meeting (R (L, M, P) v Devon
    County Council [2022] EWHC 493 (Admin)). The last day of each is in time.
    """
    meeting = _meeting(d, as_at)
    if isinstance(meeting, Clock):
        return meeting
    notice = _not_before(d.last_decision, meeting)
    final = _not_before(d.amended_final, meeting)
    latest = _plus(meeting, weeks=12)
    if d.decided_not_to_amend:
        if final is not None:
            return _cannot_tell("Both an amended plan and a decision not to amend are recorded: check which stands.")
        return _by(notice, latest, as_at, "The decision not to amend", "12 weeks from the meeting")
    if final is not None and notice is not None and final < notice and final <= as_at:
        return _cannot_tell("The amended plan is dated before the decision: check both dates.")
    if notice is None:
        if final is not None and _plus(meeting, weeks=8) < final <= min(latest, as_at):
            return _cannot_tell("The date of the decision is not recorded, so the 8 weeks from it cannot be counted.")
        return _by(final, latest, as_at, "The final amended plan", "12 weeks from the meeting")
    deadline = min(latest, _plus(notice, weeks=8))
    limit = "12 weeks from the meeting" if deadline == latest else "8 weeks from the decision"
    return _by(final, deadline, as_at, "The final amended plan", limit)


def phase_deadline(d: PlanDates, as_at: date) -> Clock:
    """If the child is moving phase, was the amended plan out before the deadline? Regulation 18.

    Before 15 February of the year of the move; before 31 March from secondary school to a post-16 institution; five
    months before a move between post-16 institutions. Without a date of the move, school moves are taken to be at
    the end of the school year the reference date lies in. An amendment from before the last year's deadline is not
    about this move.
    """
    if d.phase_move == PhaseMove.NONE:
        return _na("The child is not moving phase.")
    if d.phase_move == PhaseMove.POST16_TO_POST16:
        if d.moves_on is None:
            return _cannot_tell("The date of the move is not recorded.")
        last_day = _five_months_before(d.moves_on)
        limit = f"five months before the move on {_day(d.moves_on)}"
    else:
        year = d.moves_on.year if d.moves_on else min(as_at.year + (as_at.month >= 9), date.max.year)
        secondary = d.phase_move == PhaseMove.SECONDARY_TO_POST16
        line = date(year, 3, 31) if secondary else date(year, 2, 15)
        if d.amended_final == line <= as_at:
            return Clock(Value.NOT_MET, f"The amended plan is on the line: issued on {_day(line)}, and due before it.")
        last_day = line - timedelta(days=1)
        limit = f"the deadline, which is before {_day(line)}"
    final = d.amended_final
    if final is not None and final <= _a_year_before(last_day):
        final = None
    return _by(final, last_day, as_at, "The amended plan", limit)


CLOCKS: Mapping[str, Callable[[PlanDates, date], Clock]] = MappingProxyType(
    {
        clock.__name__: clock
        for clock in (
            first_plan,
            late_with_exception,
            review_on_time,
            decision_in_4_weeks,
            amended_in_12_weeks,
            phase_deadline,
        )
    }
)


def _by(done: date | None, deadline: date, as_at: date, what: str, limit: str) -> Clock:
    """Judge one step against its last day. `what` opens the sentence; `limit` says where the last day comes from."""
    if done is not None and done <= as_at:
        if done <= deadline:
            return Clock(Value.MET, f"{what} is dated {_day(done)}, in time for {_day(deadline)} ({limit}).")
        return Clock(Value.NOT_MET, f"{what} is dated {_day(done)}, after {_day(deadline)} ({limit}).")
    if as_at <= deadline:
        return _na(f"{what} was not due yet on {_day(as_at)}: the last day is {_day(deadline)} ({limit}).")
    if done is not None:
        return Clock(Value.NOT_MET, f"{what} was due by {_day(deadline)} ({limit}) and was not done by {_day(as_at)}.")
    return Clock(
        Value.CANNOT_TELL,
        f"{what} was due by {_day(deadline)} ({limit}), and no date is recorded for it.",
        f"{what} was due, and no date is recorded for it.",
    )


def _meeting(d: PlanDates, as_at: date) -> date | Clock:
    """The last review meeting, or the answer where there was none by the reference date."""
    meeting = d.last_review_meeting
    if meeting is not None:
        if meeting <= as_at:
            return meeting
        return _na(f"The review meeting is dated after the reference date, {_day(as_at)}.")
    made = d.first_final
    if made is not None and as_at <= _year_from(made) and d.last_decision is None and d.previous_anchor is None:
        return _na("No review has been due yet, and none is recorded.")
    return _cannot_tell("The date of the last review meeting is not recorded.")


def _happened(day: date | None, as_at: date) -> date | None:
    return day if day is not None and day <= as_at else None


def _not_before(day: date | None, start: date) -> date | None:
    return day if day is not None and day >= start else None


def _na(why: str) -> Clock:
    return Clock(Value.NOT_APPLICABLE, why)


def _cannot_tell(why: str) -> Clock:
    return Clock(Value.CANNOT_TELL, why, why)


def _day(day: date) -> str:
    # not strftime: the month's name would follow the computer's language
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _plus(day: date, weeks: int) -> date:
    return day + min(timedelta(weeks=weeks), date.max - day)


def _year_from(day: date) -> date:
    """The last day of 12 months starting with `day`: the day before the anniversary.

    From 29 February that is 28 February, as it is from 1 March outside a leap year.
    """
    if day.year == date.max.year:
        return date.max
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1) - timedelta(days=1)


def _a_year_before(day: date) -> date:
    if day.year == date.min.year:
        return date.min
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap_day else day.replace(year=day.year - 1)


def _five_months_before(day: date) -> date:
    """The same day of the month five months earlier, or that month's last day where it has no such day."""
    year, month = (day.year, day.month - 5) if day.month > 5 else (day.year - 1, day.month + 7)
    if year < date.min.year:
        return date.min
    last = (date(year, month + 1, 1) - timedelta(days=1)).day if month < 12 else 31
    return date(year, month, min(day.day, last))

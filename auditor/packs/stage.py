"""Look at packs before anything is written: who, which round, what would be added, left alone, refused, and why."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from auditor.packs.answers_in import ReturnPlan, plan_return
from auditor.packs.container import needs_passphrase, open_pack
from auditor.packs.door import Admitted, Arrival, admitted
from auditor.packs.feedback_in import feedback_table
from auditor.packs.keys import identity
from auditor.packs.once import keep_what_is_read, no_collecting, once
from auditor.packs.return_rows import return_notes, return_table
from auditor.packs.staged import Staged, StagedPack, StagedRow, Standing, Verdict
from auditor.packs.work_rows import work_table
from auditor.reports.wording import long_date
from db.errors import UserError
from db.store import Store
from db.tables import Pack, Round, now
from db.vocabulary import AuditState, PackKind, Role, RoundState

Source = Path | tuple[str, bytes]
"""A pack to look at: its file, or its name and bytes."""


def stage(store: Store, files: Sequence[Source], passphrase: str = "") -> Generator[str, None, Staged]:
    """Open packs and say what each would do; nothing is written. Gives what it is doing, in words.

    A file that cannot be opened or must not come in is among them, with the reason. `passphrase` opens those that are
    sealed with one.
    """
    packs: list[StagedPack] = []
    seen: set[str] = set()
    with store.read() as session:  # one state of the file for all of them
        keep_what_is_read(session)
        own = once(session, "own keys", lambda: identity(session))
        for number, source in enumerate(files, 1):
            name = source.name if isinstance(source, Path) else source[0]
            yield f"Looking at pack {number} of {len(files)}: {name}"
            with no_collecting():
                pack = _looked_at(session, store, source, name, own.age_secret if own else "", passphrase)
            if pack.uid and pack.uid in seen:
                why = "This pack stands in the list already."
                pack = replace(pack, standing=Standing.NOTHING, word="Twice here", why=why, rows=())
            seen.add(pack.uid)
            packs.append(pack)
    in_order = sorted(packs, key=lambda p: (p.sealed_at is None, p.sealed_at, p.number))
    round_id = _one_round(store, packs)
    return Staged(round_id, tuple(in_order))


def _one_round(store: Store, packs: Sequence[StagedPack]) -> int | None:
    """The round all of these packs are of, where it is one and is here."""
    uids = {p.manifest["round"]["uid"] for p in packs if p.manifest}
    with store.read() as session:
        return session.exec(select(Round.id).where(Round.uid == uids.pop())).first() if len(uids) == 1 else None


def _looked_at(session: Session, store: Store, source: Source, name: str, secret: str, passphrase: str) -> StagedPack:
    content = source if isinstance(source, Path) else source[1]
    try:
        if needs_passphrase(content) and not passphrase and store.owner().role == Role.LEAD:
            return StagedPack(
                name, Standing.REFUSED, "Refused: a work pack",
                "This is a work pack, sealed with a passphrase for an auditor: what comes in here are return packs. "
                "Nothing was taken in. Send it to its auditor.",
            )  # fmt: skip
        if needs_passphrase(content) and not passphrase:
            return StagedPack(
                name, Standing.PASSPHRASE, "Shut",
                "This pack was sealed with a passphrase, which its sender tells you by telephone. Type it to open the "
                "pack.",
            )  # fmt: skip
        opened = open_pack(content, age_secret=secret, passphrase=passphrase)
    except UserError as problem:
        if problem.code == "wrong_passphrase":
            return StagedPack(name, Standing.PASSPHRASE, "Wrong passphrase", str(problem))
        return StagedPack(name, Standing.REFUSED, _REFUSED.get(problem.code, "Refused"), str(problem))
    arrival = Arrival(opened)
    manifest = opened.manifest
    told = StagedPack(
        file=name, standing=Standing.REFUSED, word="Refused", uid=manifest.uid, kind=manifest.kind.value,
        sender=manifest.sender.name, code=manifest.sender.code, device=manifest.sender.device, number=manifest.number,
        sealed_at=manifest.sealed_at, manifest=manifest.told(), arrival=arrival,
    )  # fmt: skip
    try:
        return _told(session, admitted(session, store, arrival), arrival, told)
    except UserError as problem:
        why = str(problem)
        return replace(told, word=_REFUSED.get(problem.code, "Refused"), why=why, reasons=(why,), arrival=None)


_REFUSED = {
    "other_round": "Refused: another round", "other_framework": "Refused: other questions",
    "other_council": "Refused: another council", "other_person": "Refused: for somebody else",
    "other_reader": "Refused: for somebody else", "key_of_another": "Refused: for somebody else",
    "wrong_way": "Refused: goes the other way", "own_pack": "Refused: made here", "revoked_key": "Refused: key revoked",
    "unknown_sender": "Refused: unknown sender", "wrong_token": "Refused: unknown sender",
    "old_token": "Refused: key revoked", "other_lead": "Refused: not your lead",
    "round_state": "Refused: round is closed", "too_new": "Refused: newer program",
    "pack_cut": "Refused: not whole", "pack_damaged": "Refused: damaged", "bad_signature": "Refused: seal is broken",
}  # fmt: skip


def _told(session: Session, found: Admitted, arrival: Arrival, told: StagedPack) -> StagedPack:
    """The pack with its rows and its standing."""
    signed = found.signer
    seal = "First from this computer" if signed.first else "Seal good"
    answered = session.exec(
        select(Pack.sealed_at).where(Pack.uid == arrival.opened.manifest.answers_to, Pack.outgoing)
    ).first()
    told = replace(
        told, seal=seal, sender=signed.name, agency=found.person.agency if found.person else "", answers_to=answered
    )
    if found.in_already:
        rows = _left_alone(session, found, arrival) if told.kind == PackKind.RETURN else ()
        return replace(
            told, standing=Standing.NOTHING, word="In already", why=_in_already(found), rows=rows, arrival=None
        )
    if told.kind == PackKind.WORK:
        if found.newer:
            return replace(
                told, standing=Standing.NOTHING, word="Older than yours", arrival=None,
                why="A later work pack of this round is in already, so this one changes nothing.",
            )  # fmt: skip
        rows, notes = work_table(session, found, arrival)
        return _settled(told, rows, notes, other=bool(notes), look=_look_at_work(found))
    if told.kind == PackKind.FEEDBACK:
        if found.newer:
            why = "Later feedback on this round is in already, so this pack changes nothing."
            return replace(told, standing=Standing.NOTHING, word="Older than yours", arrival=None, why=why)
        rows, notes = feedback_table(arrival)
        return _settled(told, rows, notes, other=True, look=_look_at_work(found))
    plan = plan_return(session, found, arrival)
    rows, notes = return_table(session, plan, found), return_notes(plan)
    look = _look(plan, signed.first and signed.another_device)
    for word, sentence in _warnings(plan, found, arrival):
        notes = (*notes, sentence)
        look = look if look[0] else (word, sentence)
    return _settled(told, rows, notes, other=not plan.empty, look=look)


def _left_alone(session: Session, found: Admitted, arrival: Arrival) -> tuple[StagedRow, ...]:
    """What a return that is in already holds, plan by plan, as far as it still stands."""
    rows = return_table(session, plan_return(session, found, arrival), found)
    return tuple(row for row in rows if row.verdict == Verdict.SAME)


SET_BACK = (
    "The packs of this computer are not numbered in the order they were sealed: its workspace was set back to an "
    "earlier state, or its clock was wrong. What this pack brings is added to what came before. Ask its sender whether "
    "anything is missing."
)


def _warnings(plan: ReturnPlan, found: Admitted, arrival: Arrival) -> Iterator[tuple[str, str]]:
    """What is odd about a return as a whole, or cannot wait: a chip's words, and a sentence."""
    if new := list(dict.fromkeys(one.reference for one in plan.urgent if one.here is None)):
        yield "Urgent: look", f"Flagged urgent: {_some(new)}. Take it in, and see that somebody was told."
    if found.round is not None and found.round.state == RoundState.FACTS_CHECK and (why := _late(plan, found.round)):
        yield "Facts check: look", why
    if plan.quoted:
        places = "1 place holds" if plan.quoted == 1 else f"{plan.quoted:,} places hold"
        yield (
            "Quotations: look",
            (
                f"{places} words of a plan, and this round keeps none. Taken in, they are kept, since the answers were "
                "submitted with them. If that must not be, leave the pack out and ask its sender to take the "
                "quotations out."
            ),
        )
    if found.set_back:
        yield "Set back: look", SET_BACK
    if arrival.opened.manifest.sealed_at > now() + AHEAD:
        yield (
            "Clock ahead: look",
            (
                "By its own account this pack was sealed in the future: the clock of that computer is ahead. Ask its "
                "sender to set it right."
            ),
        )


def _late(plan: ReturnPlan, rnd: Round) -> str:
    """What of a return counts in a round whose figures have gone out for the facts check; empty where nothing comes."""
    coming = [(p.here, p) for p in plan.assignments if p.here and p.coming]
    counts = [
        here.reference
        for here, p in coming
        if here.in_sample and here.withdrawn_at is None and len(p.devices) == 1
        and any(c.row.state == AuditState.SUBMITTED for c in p.coming)
    ]  # fmt: skip
    said: list[str] = []
    if counts:
        plans = "1 plan counts" if len(counts) == 1 else f"{len(counts):,} plans count"
        said.append(
            f"What was submitted for {plans} at once ({_some(counts)}), and figures that were sent out for the check "
            "may change."
        )
    if len(counts) < len(coming):
        other = "else " if counts else ""
        said.append(f"What {other}it brings is kept and does not count: it is unfinished, contested or taken back.")
    return f"{rnd.name} is at the facts check. {' '.join(said)}" if said else ""


AHEAD = timedelta(days=2)


def _look_at_work(found: Admitted) -> tuple[str, str]:
    """Why an auditor should read a work pack before it goes in: a chip's words, and a sentence."""
    if found.signer.new_words:
        return "New key: look", (
            "This pack is signed with a new key of your lead. Ring them, and take it in only if their fingerprint is "
            f"“{found.signer.new_words}”."
        )
    if found.set_back:
        return "Set back: look", (
            "Your lead's packs are not numbered in the order they were sealed: their workspace was set back to an "
            "earlier state, or their clock was wrong. Ask them whether this is the one that holds."
        )
    return "", ""


def _in_already(found: Admitted) -> str:
    at = found.known.applied_at if found.known else None
    when = f" on {long_date(at.astimezone().date())}" if isinstance(at, datetime) else ""
    return f"This very pack was taken in{when}. Once more changes nothing."


def _settled(
    told: StagedPack,
    rows: tuple[StagedRow, ...],
    notes: tuple[str, ...],
    *,
    other: bool,
    look: tuple[str, str] = ("", ""),
) -> StagedPack:
    refused = [r for r in rows if r.verdict == Verdict.REFUSE]
    reasons = tuple(f"{r.reference}: {r.why}" for r in refused)
    moves = any(r.verdict in (Verdict.ADD, Verdict.CHANGE) for r in rows)
    told = replace(told, rows=rows, notes=notes, reasons=reasons)
    if not moves and not other:
        if refused:
            why = f"Nothing of this pack can come in. {reasons[0]} Ask {told.sender} to make it again."
            return replace(told, standing=Standing.REFUSED, word="Refused", why=why, arrival=None)
        return replace(
            told, standing=Standing.NOTHING, word="Nothing new", why="All that is in this pack is here already."
        )
    word, why = look
    if refused and not why:
        plans = [r for r in refused if not r.criterion]
        one, more = ("plan", "plans") if plans else ("reply", "replies")
        refused = plans or refused
        stay = f"1 {one} stays out" if len(refused) == 1 else f"{len(refused):,} {more} stay out"
        word, why = f"{stay}: look", f"{stay}, the rest can go in. {reasons[0]}"
    if why:
        return replace(told, standing=Standing.LOOK, word=word, why=why)
    return replace(told, standing=Standing.CAN, word="Can go in")


def _look(plan: ReturnPlan, another_device: bool) -> tuple[str, str]:
    """Why somebody should read this return before it goes in: a chip's words, and a sentence."""
    two = [p.here.reference for p in plan.assignments if p.here and p.coming and len(p.devices) > 1]
    if two:
        named = "1 plan has" if len(two) == 1 else f"{len(two):,} plans have"
        why = (
            f"{named} answers from another computer already ({_some(two)}). Both are kept side by side and count "
            "nowhere until you choose between them."
        )
        return "Two computers: look", why
    out = [
        p.here.reference
        for p in plan.assignments
        if p.here and p.coming and (p.here.withdrawn_at is not None or not p.here.in_sample)
    ]
    if out:
        named = "1 plan was" if len(out) == 1 else f"{len(out):,} plans were"
        why = (
            f"{named} taken back from them meanwhile ({_some(out)}). What they answered is kept, and counts nowhere "
            "unless you give it to them again."
        )
        return "Taken back meanwhile: look", why
    if another_device and any(p.coming for p in plan.assignments):
        why = "They have sent packs from another computer before. Ask them whether this one is theirs too."
        return "New computer: look", why
    return "", ""


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "")

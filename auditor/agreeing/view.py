"""What the lead sees of agreement in one round: the frozen figures, and what names people and stands in no report."""

from dataclasses import dataclass

from sqlmodel import col, select

from auditor.agreeing.calculate import round_agreement, twice
from auditor.agreeing.figures import RoundAgreement
from auditor.agreeing.people import (
    Divided,
    Leniency,
    PairAgreement,
    leniency,
    most_divided,
    pairs_of,
)
from auditor.allocation.outside import OutsideAgreement, agreement_with_outside
from auditor.audits import framework_of
from auditor.cases import cases_of, round_called, scored_plans
from auditor.figures import Results
from auditor.results import results
from db.store import Store
from db.tables import Person


@dataclass(frozen=True)
class AgreementSeen:
    """Everything the lead sees. `held_back` says why no figure may be shown yet; `names` gives auditors' by code."""

    figures: Results
    agreement: RoundAgreement
    held_back: str
    divided: tuple[Divided, ...]
    pairs: tuple[PairAgreement, ...]
    leniency: tuple[Leniency, ...]
    outside: OutsideAgreement
    names: dict[str, str]


def agreement_seen(store: Store, round_name: str) -> AgreementSeen:
    """What the lead sees of a round's agreement.

    Of a round that was removed only the figures it was signed off with are left. Raises UserError (`no_round`).
    """
    figures = results(store, round_name)
    with store.read() as session:
        rnd = round_called(session, round_name)
        framework = framework_of(session, rnd.id or 0)
        plans = twice(scored_plans(cases_of(session, rnd, framework), framework))
        names = dict(session.exec(select(Person.code, Person.name).order_by(col(Person.code))).all())
        round_id, uid = rnd.id or 0, str(rnd.uid)
        after = rnd.after_moderation
    agreement = figures.agreement or round_agreement((), framework, uid)
    first = () if after else plans  # of answers after moderation nothing is known of who gave what before it
    return AgreementSeen(
        figures,
        agreement,
        figures.reasons.get("held_back", ""),
        most_divided(first, agreement.criteria) if first else (),
        pairs_of(first, uid),
        leniency(first, [c.id for c in framework.judged], uid),
        agreement_with_outside(store, round_id),
        names,
    )

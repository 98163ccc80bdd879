"""Weights of the health's signals that backtests proposed, and which of them a person accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from voc.db.tables import HealthWeightsRow
from voc.domain.health import HealthWeights
from voc.domain.ids import new_id
from voc.errors import NotFoundError

_WEIGHTS_LOCK = 7301555


@dataclass(frozen=True, slots=True)
class WeightsProposal:
    """Proposed weights with the backtest that they come from; when and by whom they were accepted, and no longer."""

    id: str
    weights: Mapping[str, float]
    backtest: Mapping[str, Any]
    proposed_at: datetime
    accepted_by: str | None
    accepted_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None


def hold_weights_lock(session: Session) -> None:
    """Let nobody else accept weights until this transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WEIGHTS_LOCK})


def add_proposal(session: Session, weights: Mapping[str, float], backtest: Mapping[str, Any], now: datetime) -> str:
    """Keep a proposal; its id."""
    proposal_id = new_id("wgt")
    session.add(
        HealthWeightsRow(
            id=proposal_id, weights=dict(weights), backtest=dict(backtest), proposed_at=now, accepted_by=None, accepted_at=None, withdrawn_by=None,
            withdrawn_at=None,
        )
    )  # fmt: skip
    session.flush()
    return proposal_id


def get_proposal(session: Session, proposal_id: str) -> WeightsProposal:
    """The proposal of this id. Raises NotFoundError."""
    row = session.get(HealthWeightsRow, proposal_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"there are no proposed weights {proposal_id}")
    return _value(row)


def list_proposals(session: Session) -> list[WeightsProposal]:
    """Every proposal, the newest first."""
    return [_value(row) for row in session.scalars(select(HealthWeightsRow).order_by(HealthWeightsRow.proposed_at.desc(), HealthWeightsRow.id))]


def mark_accepted(session: Session, proposal_id: str, who: str, now: datetime) -> None:
    """Let these weights count, and no others."""
    withdraw_accepted(session, who, now)
    row = session.get_one(HealthWeightsRow, proposal_id)
    row.accepted_by, row.accepted_at, row.withdrawn_by, row.withdrawn_at = who, now, None, None
    session.flush()


def withdraw_accepted(session: Session, who: str, now: datetime) -> None:
    """Let the shipped weights count again."""
    for row in session.scalars(select(HealthWeightsRow).where(HealthWeightsRow.accepted_at.is_not(None), HealthWeightsRow.withdrawn_at.is_(None))):
        row.withdrawn_by, row.withdrawn_at = who, now
    session.flush()


def find_accepted(session: Session) -> WeightsProposal | None:
    """The proposal whose weights count; None: the shipped ones do."""
    wanted = select(HealthWeightsRow).where(HealthWeightsRow.accepted_at.is_not(None), HealthWeightsRow.withdrawn_at.is_(None))
    row = session.scalars(wanted.order_by(HealthWeightsRow.accepted_at.desc(), HealthWeightsRow.id)).first()
    return _value(row) if row else None


def load_weights(session: Session) -> HealthWeights:
    """The weights that count: the accepted ones, else the shipped. A signal that the accepted ones do not know has its shipped weight."""
    accepted, shipped = find_accepted(session), HealthWeights()
    return HealthWeights(accepted.id, {name: float(accepted.weights.get(name, w)) for name, w in shipped.weights.items()}) if accepted else shipped


def _value(row: HealthWeightsRow) -> WeightsProposal:
    return WeightsProposal(
        row.id, row.weights, row.backtest, row.proposed_at, row.accepted_by, row.accepted_at, row.withdrawn_by, row.withdrawn_at
    )  # fmt: skip

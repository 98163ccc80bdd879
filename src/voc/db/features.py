"""The catalogue: what the product has or plans."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import FeatureRow
from voc.db.upsert import Outcome, columns_of, save_rows
from voc.domain.accounts import Feature


@read_once
def list_features(session: Session) -> dict[str, Feature]:
    """Every feature by its id."""
    columns = (
        FeatureRow.feature_id, FeatureRow.name, FeatureRow.description, FeatureRow.status, FeatureRow.plan, FeatureRow.released_on, FeatureRow.url,
    )  # fmt: skip
    return {row.feature_id: Feature(*row) for row in session.execute(select(*columns).order_by(FeatureRow.feature_id))}


def save_features(session: Session, features: Sequence[Feature], *, dry_run: bool = False) -> list[Outcome]:
    """Save by feature_id, each over what is stored of it; one outcome per value, in order."""
    rows, said = [columns_of(value) for value in features], [value.said for value in features]
    return save_rows(session, FeatureRow, rows, said=said, dry_run=dry_run)

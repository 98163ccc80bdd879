"""Leads as the API answers and `--json` prints them."""

from collections.abc import Mapping
from datetime import datetime

from voc.domain.leads import Asker, Lead
from voc.domain.money import Money
from voc.rendering.shapes import Shape, arr_of, day, feature, moment, money


def asker(found: Asker, labels: Mapping[str, str], currency: str) -> Shape:
    """A customer that asks for a feature. `labels` maps theme ids to labels."""
    account = found.account
    return {
        "account": {"id": account.id, "name": account.name},
        "account_id": account.account_id,
        "segment": account.segment,
        "owner": account.csm_email,
        "plan": account.plan,
        "arr": arr_of(account, currency),
        "renews_on": day(account.renews_on),
        "mentions": found.mentions,
        "last_mentioned_on": day(found.last_mentioned_on),
        "themes": [{"id": key, "label": labels.get(key, key), "mentions": count} for key, count in found.themes],
        "snippet_ids": list(found.snippets),
    }


def lead(found: Lead, labels: Mapping[str, str], currency: str, run_id: str, as_of: datetime) -> Shape:
    """A customer on a plan below the one that has what it asks for."""
    potential = found.potential
    return {
        "object": "lead",
        **asker(found.asker, labels, currency),
        "plan_needed": found.feature.plan,
        "feature": feature(found.feature),
        "potential": money(Money(potential.amount, currency)) if potential.amount is not None else None,
        "potential_of_segment": potential.of_segment,
        "potential_why": potential.why,
        "run_id": run_id,
        "as_of": moment(as_of),
    }

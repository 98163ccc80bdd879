"""The second sentence of a theme's summary: who says it and since when, by the figures that stand beside it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from voc.domain.evidence import ThemeEvidence
from voc.rendering.formats import brief_money

MOSTLY = 0.5  # share of the accounts from which a segment is named


def tell_facts(evidence: ThemeEvidence, arr: Mapping[str, Any]) -> str:
    """`40 accounts ($10.4M of ARR), mostly Enterprise, since March 2025.` Unmatched feedback counts as nobody's; `arr` is the affected ARR's shape."""
    accounts = len(evidence.accounts)
    if not accounts:
        return f"Said {len(evidence.mentions)} times by nobody known, since {evidence.first_seen:%B %Y}."
    paid = f" ({brief_money(arr)} of ARR)" if float(arr["amount"]) else ""
    segments = Counter(facts.segment for facts in evidence.accounts.values() if facts.segment)
    name, count = min(segments.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    share = count / accounts
    who = f", {'all' if share == 1 else 'mostly'} {name}" if share > MOSTLY and accounts > 1 else f", {name}" if count and accounts == 1 else ""
    return f"{accounts} account{'' if accounts == 1 else 's'}{paid}{who}, since {evidence.first_seen:%B %Y}."

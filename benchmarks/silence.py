"""Do corrected ranks come nearer to those that everybody's voice gives? Simulated companies of which a part is not heard.

    python benchmarks/silence.py [--seeds 10] [--accounts 400]

The ranking of a company in which everybody is heard is the truth. Then accounts fall silent by segment, or mentions by channel, or both; what is left is ranked
as it is, and with the voices weighed by who was heard. Distance is the mean difference of the ranks, over the themes that both have; closer: in how many of the
companies the corrected ranks have the smaller one.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from statistics import mean

from labelled import print_table
from simulated import Company, simulate
from simulated.company import CURRENCY

from voc.domain.evidence import Mention, gather_evidence, window_before
from voc.domain.exposure import Books
from voc.domain.silence import weigh_voices
from voc.domain.themes import Theme, rank_evidence

LEAST_MENTIONS = 3
LEAST_ACCOUNTS = 4
HEARD_SEGMENTS = {"startup": 0.25, "smb": 0.5, "mid-market": 0.8, "enterprise": 1.0}  # of the accounts
HEARD_LITTLE = {"startup": 1.0, "smb": 0.8, "mid-market": 0.5, "enterprise": 0.25}
HEARD_CHANNELS = {"call_note": 1.0, "ticket": 0.3, "nps": 0.1}  # of the mentions

Loss = Callable[[Company, Random], list[Mention]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=400)
    options = parser.parse_args()
    companies = [simulate(seed, options.accounts) for seed in range(1, options.seeds + 1)]
    print_table([row_of(name, loss, companies) for name, loss in LOSSES.items()])


def row_of(name: str, loss: Loss, companies: Sequence[Company]) -> dict[str, object]:
    """The distances over all companies, and the shift of the themes that those who fell silent raise most."""
    plain, corrected, shifts, put_right = [], [], list[float](), list[float]()
    for seed, company in enumerate(companies):
        heard = loss(company, Random(seed))
        truth, accounts = rank(company, company.mentions, {}), company.facts_on(company.calendar.last)
        customers = {key: facts.segment for key, facts in accounts.items() if facts.status != "churned"}
        last_year = {str(m.account) for m in heard if m.occurred_at in window_before(company.calendar.as_of, 365)}
        as_heard, weighed = rank(company, heard, {}), rank(company, heard, weigh_voices(customers, last_year))
        plain.append(distance(truth, as_heard))
        corrected.append(distance(truth, weighed))
        if muted := list_muted(company, heard, truth.keys() & as_heard.keys()):
            shifts.append(shift(truth, as_heard, muted))
            put_right.append(shift(truth, weighed, muted))
    return {
        "not heard": name,
        "distance as heard": f"{mean(plain):.2f}",
        "corrected": f"{mean(corrected):.2f}",
        "closer": f"{sum(c < p for c, p in zip(corrected, plain, strict=True))} of {len(companies)}",
        "shift as heard": f"{mean(shifts):+.2f}" if shifts else "-",
        "shift corrected": f"{mean(put_right):+.2f}" if put_right else "-",
    }


def list_muted(company: Company, heard: Sequence[Mention], themes: Iterable[str]) -> list[str]:
    """The quarter of the themes whose accounts fell silent most."""
    before, after = accounts_of(company.mentions), accounts_of(heard)
    lost = {key: 1 - len(after.get(key, set())) / len(before[key]) for key in themes if len(before[key]) >= LEAST_ACCOUNTS}
    return sorted(lost, key=lambda key: (-lost[key], key))[: len(lost) // 4] if any(lost.values()) else []


def accounts_of(mentions: Sequence[Mention]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for m in mentions:
        found.setdefault(str(m.theme_id), set()).add(str(m.account))
    return found


def shift(truth: Mapping[str, int], found: Mapping[str, int], themes: Sequence[str]) -> float:
    """How many ranks lower the themes stand than they should, in the mean."""
    ours, theirs = places(truth, found)
    return mean(theirs[key] - ours[key] for key in themes)


def rank(company: Company, mentions: Sequence[Mention], weights: Mapping[str, float]) -> dict[str, int]:
    """Each theme's rank on the last day."""
    as_of = company.calendar.as_of
    facts = company.facts_on(as_of.date())
    books = Books(as_of.date(), CURRENCY, facts, company.book, voice_weights=weights)
    found = [e for e in gather_evidence(mentions, facts, window_before(as_of, 365)) if len(e.mentions) >= LEAST_MENTIONS]
    return {r.theme.id: r.rank for r in rank_evidence(found, {e.theme_id: Theme(e.theme_id, e.theme_id) for e in found}, books, "run_1", as_of)}


def places(truth: Mapping[str, int], found: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The places in both rankings of the themes that both have."""
    both = truth.keys() & found.keys()
    ours, theirs = ({key: place for place, key in enumerate(sorted(both, key=ranks.__getitem__))} for ranks in (truth, found))
    return ours, theirs


def distance(truth: Mapping[str, int], found: Mapping[str, int]) -> float:
    """The mean difference of the places."""
    ours, theirs = places(truth, found)
    return mean(abs(ours[key] - theirs[key]) for key in ours)


def lose_accounts(company: Company, random: Random, shares: Mapping[str, float]) -> list[Mention]:
    kept = {a.id for a in company.accounts if random.random() < shares[str(a.segment)]}
    return [m for m in company.mentions if m.account in kept]


def lose_mentions(mentions: Sequence[Mention], random: Random) -> list[Mention]:
    return [m for m in mentions if random.random() < HEARD_CHANNELS[m.kind]]


LOSSES: Mapping[str, Loss] = {
    "nothing": lambda company, _: list(company.mentions),
    "small customers": lambda company, random: lose_accounts(company, random, HEARD_SEGMENTS),
    "large customers": lambda company, random: lose_accounts(company, random, HEARD_LITTLE),
    "tickets and surveys": lambda company, random: lose_mentions(company.mentions, random),
    "small customers, tickets and surveys": lambda company, random: lose_mentions(lose_accounts(company, random, HEARD_SEGMENTS), random),
}


if __name__ == "__main__":
    main()

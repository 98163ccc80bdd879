"""Remark what looks odd in the rows of a file that are imported all the same: an import's notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from voc.db.account_matching import list_sharers
from voc.db.accounts import list_stated
from voc.db.seen_keys import SeenKeys
from voc.domain.accounts import Account, Opportunity, Stated
from voc.domain.words import count
from voc.sources.fields import slug
from voc.sources.rows import SourceRow
from voc.usecases.feedback import fill_currencies

EXAMPLES = 3
STAGES_TOLD = 8
STAGES_KEPT = 1_000  # different ones; a file of nothing else must not fill the memory
_OF_ACCOUNTS = ("arr", "opportunities", "signals")  # kinds whose rows are of an account, known or not
_NEW, _UNKNOWN = "\x00new\x1f", "\x00unknown\x1f"  # no id has such signs in it


@dataclass
class Remarks:
    """What was remarked, over all batches of a file."""

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    currency: str = ""
    twice: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)

    def look(self, session: Session, values: Sequence[Any], seen: SeenKeys) -> None:
        """Take values into account that are about to be saved. `seen` spans the batches of the file."""
        if self.kind not in ("accounts", *_OF_ACCOUNTS):
            return
        stated = list_stated(session, list(dict.fromkeys(value.account_id for value in values)))
        if self.kind in fill_currencies.KINDS:
            self._look_at_currencies(values, stated)
        if self.kind == "accounts":
            self.counts["untold"] += sum(_is_untold(account, stated) for account in values)
            self._look_for_twins(session, [account for account in values if account.account_id not in stated], seen)
        else:
            self._look_for_unknown([value.account_id for value in values if value.account_id not in stated], seen)

    def look_at_stages(self, rows: Sequence[SourceRow], read: Sequence[Any]) -> None:
        """Take the rows of opportunities into account whose stage is one that nobody knows."""
        for row, value in zip(rows, read, strict=True):
            said = " ".join(str(row.values.get("stage") or "").split())[:60]
            is_unknown = isinstance(value, Opportunity) and value.stage == "open" and slug(said) not in ("", "open")
            if is_unknown and (said in self.stages or len(self.stages) < STAGES_KEPT):
                self.stages[said] += 1

    def lines(self) -> list[str]:
        """The notes."""
        return [line for line in (self._on_currencies(), self._on_twins(), self._on_unknown(), self._on_stages(), self._on_untold()) if line]

    def _look_at_currencies(self, values: Sequence[Any], stated: Mapping[str, Stated]) -> None:
        for value in values:
            amount = value.amount if self.kind == "opportunities" else value.arr
            unknown = (None, value.currency)  # a currency without an ARR is the reporting one, which nobody named either
            if fill_currencies.names_none(value) and amount is not None and stated.get(value.account_id, unknown) == unknown:
                self.counts["assumed"] += 1
                self.currency = value.currency

    def _look_for_twins(self, session: Session, new: Sequence[Account], seen: SeenKeys) -> None:
        self.counts["new"] += len(new)
        domains = {account.account_id: [domain for domain in (account.domain, *account.further_domains) if domain] for account in new}
        sharers = list_sharers(session, list({domain for several in domains.values() for domain in several}))
        came = seen.find([_NEW + other for others in sharers.values() for other in others])
        for account in new:
            shared = [
                (domain, other)
                for domain in domains[account.account_id]
                for other in sharers.get(domain, ())
                if _NEW + other not in came and other != account.parent_account_id and account.status != "churned"
            ]
            self.counts["twins"] += bool(shared)
            if shared and len(self.twice) < EXAMPLES:
                domain, other = shared[0]
                self.twice.append(f"{domain}: {other} and {account.account_id}")
        seen.put({_NEW + account.account_id: "" for account in new})

    def _look_for_unknown(self, account_ids: Sequence[str], seen: SeenKeys) -> None:
        different = list(dict.fromkeys(account_ids))
        met = seen.find([_UNKNOWN + one for one in different])
        fresh = [one for one in different if _UNKNOWN + one not in met]
        seen.put({_UNKNOWN + one: "" for one in fresh})
        self.counts["of_unknown"] += len(account_ids)
        self.counts["unknown"] += len(fresh)
        self.unknown += fresh[: EXAMPLES - len(self.unknown)]

    def _on_currencies(self) -> str | None:
        if not (rows := self.counts["assumed"]):
            return None
        told = f"{count(rows, 'row')} {'was' if rows == 1 else 'were'} read in {self.currency}, the reporting currency, because nothing names one"
        return f"{told}: a column `currency` does, or --set currency=CODE"

    def _on_twins(self) -> str | None:
        if not (twins := self.counts["twins"]):
            return None
        have, whose, counts = ("has", "its", "counts") if twins == 1 else ("have", "their", "counts")
        return (
            f"{twins:,} of {count(self.counts['new'], 'new account')} {have} the domain of an account that you already have under another id "
            f"({', '.join(self.twice)}): {whose} ARR {counts} twice; import the file with the same ids as before"
        )

    def _on_unknown(self) -> str | None:
        if not (rows := self.counts["of_unknown"]):
            return None
        accounts, more = self.counts["unknown"], ", ..." if self.counts["unknown"] > len(self.unknown) else ""
        known = "that are not known" if accounts != 1 else "that is not known"
        told = f"{count(rows, 'row')} {'is' if rows == 1 else 'are'} of {count(accounts, 'account')} {known} ({', '.join(self.unknown)}{more})"
        if self.kind == "opportunities":
            return f"{told}: until the accounts come in, these deals count for no account, only for the themes that their reasons name"
        return f"{told}: they count once the accounts come in"

    def _on_stages(self) -> str | None:
        if not self.stages:
            return None
        told = ", ".join(f"{stage} ({count(rows, 'row')})" for stage, rows in self.stages.most_common(STAGES_TOLD))
        return f"stages that were read as open: {told}{', ...' if len(self.stages) > STAGES_TOLD else ''}"

    def _on_untold(self) -> str | None:
        if not (untold := self.counts["untold"]):
            return None
        return f"{count(untold, 'account')} without ARR, which stays unknown: voc reads it from the columns arr, mrr, or amount with interval"


def _is_untold(account: Account, stated: Mapping[str, Stated]) -> bool:
    is_kept = account.said is not None and "arr" not in account.said and stated.get(account.account_id, (None, ""))[0] is not None
    return account.arr is None and not is_kept

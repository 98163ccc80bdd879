"""Single events of users, as usage trackers export them, made signals of their accounts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from voc.sources.fields import plain
from voc.sources.mapping.profile import Events
from voc.sources.mapping.records import Record, matches
from voc.sources.mapping.texts import read_source
from voc.sources.rows import SourceRow
from voc.sources.settling.dates import read_date

_Week = tuple[str, date]  # account, the week's last day


def count_events(records: Iterable[Record], said: Events, skipped: Counter[str]) -> Iterator[SourceRow]:
    """One row for each account and week of each signal, the oldest first: `active_users`, the distinct users with an event, and `logins`.

    A week ends on Sunday; one that the file breaks off in is observed on the file's last day.
    """
    users: dict[_Week, set[int]] = defaultdict(set)
    logins: Counter[_Week] = Counter()
    last = date.min
    for record in records:
        account, at = plain(read_source(record, said.account), "account_id"), plain(read_source(record, said.at), "observed_on")
        day = _day(at) if at else None
        if not account or day is None:
            skipped["without an account" if day else "without a time"] += 1
            continue
        last = max(last, day)
        week = account, day + timedelta(days=6 - day.weekday())
        if user := plain(read_source(record, said.user), "user"):
            users[week].add(hash(user))
        logins[week] += matches(plain(record[said.event], said.event) or "", said.logins)
    number = 0
    for (account, sunday), found in sorted(users.items(), key=lambda item: (item[0][1], item[0][0])):
        for signal, value in (("active_users", len(found)), ("logins", logins[account, sunday])):
            if signal == "logins" and not value:
                continue
            number += 1
            values = {"account_id": account, "signal": signal, "observed_on": min(sunday, last).isoformat(), "value": str(value)}
            yield SourceRow(number, f"{account} {signal} {values['observed_on']} {value}", values)


def _day(said: str) -> date | None:
    found = read_date(said)
    try:
        return date.fromisoformat(found[:10]) if found else None
    except ValueError:
        return None

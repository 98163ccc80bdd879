"""A small company whose ranking is published without a model: a word in a snippet says its theme."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.snapshots import bring
from voc.db.assignments import add_assignments, list_members, list_memberships
from voc.db.decisions import list_decisions
from voc.db.mentions import list_mentions
from voc.db.run_accounts import add_run_accounts
from voc.db.run_exposures import add_run_exposures
from voc.db.runs import add_run, find_current_run, publish_run
from voc.db.session import reading, transaction
from voc.db.snippets import list_snapshot, list_unsplit, save_snippets
from voc.db.suggestions import save_suggestions
from voc.db.theme_events import add_theme_events, list_gone, list_told_sizes
from voc.db.themes import PublishedTheme, add_run_themes, list_known_themes, save_themes
from voc.domain.decisions import decided_since, memberships_under
from voc.domain.evidence import window_before
from voc.domain.feedback import Snippet, hash_text, snippet_id
from voc.domain.ids import derive_id
from voc.domain.ledger import Standing, ThemeEvent, tell_events
from voc.domain.themes import Assignment, Suggestion, Theme
from voc.engine.clean import readable_text
from voc.rendering import shapes
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.shared.load_books import load_books
from voc.usecases.shared.score_accounts import score_accounts
from voc.usecases.shared.score_themes import rank_mentions
from voc.usecases.shared.tabulate_exposure import Scored, tabulate_all

AS_OF = datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC)
WORDS = ("export", "login", "invoice")
ACCOUNTS = [
    {
        "account_id": f"A-{n}",
        "name": name,
        "arr": arr,
        "currency": "USD",
        "segment": segment,
        "renews_on": "2026-12-01",
        "csm_email": "ana.lima@example.com",
        "domain": f"a{n}.example",
    }
    for n, (name, arr, segment) in enumerate(
        [("Alder", "100000", "enterprise"), ("Birch", "50000.50", "enterprise"), ("Cedar", "7000", "smb"), ("Dogwood", "900", "smb"), ("Elm", "12000", "mid")],
        1,
    )
]
FEEDBACK = [
    ("A-1", "the export dies after ten minutes", "zendesk", "ticket", "2026-10-20T09:00:00Z"),
    ("A-1", "again the export, please help", "zendesk", "ticket", "2026-10-21T09:00:00Z"),
    ("A-2", "export to csv is slow", "gong", "call_note", "2026-10-01"),
    ("A-3", "we cannot get the export", "delighted", "nps", "2026-08-01"),
    ("A-4", "login fails since monday", "zendesk", "ticket", "2026-10-15T10:00:00Z"),
    ("A-5", "single sign-on login loops", "zendesk", "ticket", "2026-09-15T10:00:00Z"),
    (None, "login is broken, write to me at hidden.person@mail.example or +49 170 1234567", "zendesk", "ticket", "2026-09-16T10:00:00Z"),
    ("A-2", "the invoice is wrong", "gong", "call_note", "2026-07-16T10:00:00Z"),
]


def import_company(engine: Engine) -> None:
    """Five accounts and eight feedback items."""
    import_rows(engine, "accounts", ACCOUNTS, reporting_currency="USD")
    import_rows(
        engine, "signals", [_signal(day, value) for day, value in (("2026-09-01", 40), ("2026-09-08", 40), ("2026-09-15", 12))], reporting_currency="USD"
    )
    deal = {"opportunity_id": "O-1", "account_id": "A-1", "amount": "5000", "currency": "USD", "stage": "lost", "closes_on": "2026-10-25"}
    import_rows(engine, "opportunities", [deal], reporting_currency="USD")
    rows = [item(str(n), text, account, source, kind, day) for n, (account, text, source, kind, day) in enumerate(FEEDBACK)]
    import_rows(engine, "feedback", rows, reporting_currency="USD")


def rank_company(engine: Engine, name: str = "ranked", also: Sequence[dict[str, object]] = (), started: datetime | None = None) -> str:
    """The company in an empty database, with also this feedback, and its ranking: the run's id.

    The first time that one of the name is asked for makes it, each other time brings it back.
    """

    def make(engine: Engine) -> str:
        import_company(engine)
        import_rows(engine, "feedback", also, reporting_currency="USD")
        return publish(engine, started=started)

    return bring(engine, name, make)


def _signal(day: str, value: int) -> dict[str, object]:
    return {"account_id": "A-1", "signal": "active_users", "observed_on": day, "value": value}


def item(number: str, text: str, account: str | None = None, source: str = "zendesk", kind: str = "ticket", day: str = "2026-10-01") -> dict[str, object]:
    """A feedback row as a client posts it."""
    who = {"author_name": "Mia Beck", "author_email": "mia@writer.example"}
    return {"source": source, "external_id": number, "kind": kind, "occurred_at": day, "text": text, "account_id": account, **who}


def publish(
    engine: Engine, number: int = 1, labels: dict[str, str] | None = None, as_of: datetime = AS_OF, started: datetime | None = None, *, decided: bool = False
) -> str:
    """Publish a run over what is stored; its id. With `decided` snippets go where the last run and then people put them, and the ledger tells of it."""
    run_id, theme_ids = derive_id("run", str(number)), {word: derive_id("thm", word) for word in WORDS}
    with transaction(engine) as session:
        for unsplit in list_unsplit(session, "words", 1_000):
            text = readable_text(unsplit.text)
            key = hash_text(text)
            save_snippets(
                session, [unsplit.id], [Snippet(snippet_id(unsplit.id, 0, key), unsplit.id, 0, 0, 0, len(text), text, key, unsplit.language or "en")], "words"
            )
    with transaction(engine) as session:
        started = started or datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=number)
        add_run(session, run_id, as_of, started, {"reporting_currency": "USD", "window_days": 365, "seed": 7, "model": "words"})
        rows = list_snapshot(session, as_of)
        found = [next((theme_ids[word] for word in WORDS if word in row.text), None) for row in rows]
        fits = {key: theme.strategic_fit for key, theme in list_known_themes(session).items()}
        themes = {
            theme_ids[w]: Theme(theme_ids[w], (labels or {}).get(w, f"{w} trouble"), (w,), strategic_fit=fits.get(theme_ids[w]))
            for w in WORDS
            if theme_ids[w] in found
        }
        told: list[ThemeEvent] = []
        if decided:
            found, themes, told = apply_decisions(session, [r.id for r in rows], themes)
        save_themes(session, themes.values(), run_id)
        add_theme_events(session, run_id, started, told)
        add_assignments(
            session, run_id, [Assignment(r.id, t, 0.9, t and derive_id("ask", t, r.source)) for r, t in zip(rows, found, strict=True)], [-0.5] * len(rows)
        )
        others = sorted(themes)
        offered = [Suggestion(r.id, t is not None, _offer(t, others)) for r, t in zip(rows, found, strict=True)]
        save_suggestions(session, offered, started)
        window = window_before(as_of, 365)
        books = load_books(session, window.day, started.date(), "USD")
        accounts = books.accounts
        mentions = list_mentions(session, run_id, as_of)
        ranked = rank_mentions(mentions, books, themes, window, run_id)
        add_run_themes(session, run_id, [PublishedTheme(r.rank, r.theme, shapes.theme(r)) for r in ranked])
        add_run_themes(session, run_id, [PublishedTheme(0, t, {}) for key, t in themes.items() if key not in {r.theme.id for r in ranked}])
        health = score_accounts(session, accounts, mentions, window)
        names = {key: theme.label for key, theme in themes.items()}
        said = {key: [m for m in mentions if m.account == key] for key in accounts}
        add_run_accounts(session, run_id, {k: shapes.account(f, health[k], said[k], names, window, "USD", run_id) for k, f in accounts.items()})
        add_run_exposures(session, run_id, tabulate_all(Scored(ranked, {}, books), window, run_id))
        publish_run(session, run_id, started, {"items": len(rows), "themes": len(ranked)}, {"books": books.fingerprint})
    return run_id


def _offer(theme: str | None, others: list[str]) -> tuple[tuple[str, float], ...]:
    """The theme that a snippet is in, and the next best."""
    best = [(theme, 0.9)] if theme else []
    return (*best, *((other, round(0.06 / (n + 1), 3)) for n, other in enumerate(o for o in others if o != theme)))[:3]


def apply_decisions(session: Session, snippets: list[str], themes: dict[str, Theme]) -> tuple[list[str | None], dict[str, Theme], list[ThemeEvent]]:
    """A machine without opinions of its own: each snippet's theme, the themes that have one, and what happened to them."""
    current, decisions, known = find_current_run(session), list_decisions(session), list_known_themes(session)
    assert current is not None
    before = list_memberships(session, current.id)
    now = memberships_under(before, decisions, current.started_at)
    after = {s: t for s, t in now.items() if s in snippets}
    live = {key: Theme(key, known[key].label, themes[key].keyphrases if key in themes else ()) for key in set(after.values())}
    labels = [{key: known[key].label for key in placed.values()} for placed in (before, after)]
    since = decided_since(decisions, current.started_at)
    events = tell_events(Standing(before, labels[0]), Standing(after, labels[1]), since, list_gone(session), list_told_sizes(session))
    return [after.get(s) for s in snippets], live, events


def theme_id(word: str) -> str:
    """The theme of a word."""
    return derive_id("thm", word)


def account_key(account_id: str) -> str:
    """The `acc_` id."""
    return derive_id("acc", account_id)


def members(engine: Engine, theme: str) -> list[str]:
    """The snippets that the standing run has in a theme."""
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return list_members(session, run.id, theme)


def count_feedback(engine: Engine) -> int:
    """Items stored."""
    from voc.db.feedback_reading import FeedbackFilter, list_feedback

    with reading(engine) as session:
        return len(list_feedback(session, FeedbackFilter(), 10_000))

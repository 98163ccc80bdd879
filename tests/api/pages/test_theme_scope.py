import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from tests.api.company import theme_id
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.tables import RunRow, RunThemeRow


def scope_of(page: str) -> str:
    return page[page.index('id="scope"') : page.index('id="trend"')]


@pytest.mark.usefixtures("published")
def test_the_probability_says_what_it_means_and_what_put_it_right(browser: TestClient, engine: Engine) -> None:
    address = f"/themes/{theme_id('export')}"
    said = scope_of(browser.get(address).text)
    assert "Likely to spread: 33% for two more accounts or more within 90 days." in said
    with reading(engine) as session:
        run = find_current_run(session)
    assert run is not None
    with transaction(engine) as session:
        learnt = {**run.engine, "scope": {"slope": 1.0, "intercept": 0.1, "outcomes": 87}}
        session.execute(update(RunRow).where(RunRow.id == run.id).values(engine=learnt))
    assert "within 90 days, put right by 87 past outcomes of this company." in scope_of(browser.get(address).text)


@pytest.mark.usefixtures("published")
def test_accounts_that_have_not_spoken_yet_are_told_with_their_interval(browser: TestClient, engine: Engine) -> None:
    theme = theme_id("export")
    with reading(engine) as session:
        figures = session.query(RunThemeRow).filter(RunThemeRow.theme_id == theme).one().figures
    assert figures["projected_accounts"] >= figures["accounts"]
    more = {**figures, "projected_accounts": figures["accounts"] + 4, "projected_accounts_interval": [figures["accounts"], 31]}
    older = {key: value for key, value in figures.items() if not key.startswith("projected")}
    for stored, shown in ((more, f"of some {figures['accounts'] + 4} that have it to raise ({figures['accounts']} to 31)"), (older, "")):
        with transaction(engine) as session:
            session.execute(update(RunThemeRow).where(RunThemeRow.theme_id == theme).values(figures=stored))
        page = browser.get(f"/themes/{theme}").text
        assert shown in page
        assert ("that have it to raise" in page) == bool(shown)

"""How certain a rank is, other weights, and the columns of exposure, as readers meet them."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import ACCOUNTS, publish, theme_id
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.usecases.feedback.import_rows import import_rows

pytestmark = pytest.mark.usefixtures("published")


def test_each_rank_tells_where_it_may_lie(browser: TestClient, client: TestClient) -> None:
    page = browser.get("/themes").text
    intervals = [theme["rank_interval"] for theme in client.get("/api/v1/themes").json()["data"]]
    assert re.findall(r'class="likely[^"]*" title="[^"]*">(\d+) to (\d+)<', page) == [(str(first), str(last)) for first, last in intervals]
    assert "had other accounts of the same kind spoken, likely" in browser.get(f"/themes/{theme_id('export')}").text


def test_weights_in_the_address_rank_anew_and_say_so(browser: TestClient) -> None:
    alone = ",".join(f"{name}:{1 if name == 'renewal' else 0}" for name in DEFAULT_WEIGHTS)
    page = browser.get("/themes", params={"weights": alone}).text
    assert f"Preview: ranked by the weights <bdi>{alone}</bdi>" in page
    assert 'class="likely' not in page
    assert f'value="{alone}"' in page
    assert f'placeholder="{",".join(f"{name}:{weight:g}" for name, weight in DEFAULT_WEIGHTS.items())}"' in page
    assert "Preview" not in browser.get("/themes").text


def test_weights_that_are_none_are_told_in_words(browser: TestClient) -> None:
    answer = browser.get("/themes", params={"weights": "luck:1"})
    assert answer.status_code == 422
    assert "no part &#39;luck&#39;" in answer.text


def test_a_theme_tells_what_its_accounts_paid_when_they_said_it(browser: TestClient, client: TestClient) -> None:
    theme = client.get(f"/api/v1/themes/{theme_id('export')}").json()
    page = browser.get(f"/themes/{theme_id('export')}").text
    assert theme["affected_arr_at_mention"]["amount"] == "157000.50"
    for words in ("ARR when last said", "Renews ≤ 30, ≤ 180 days", "Churned", "Open and lost deals that name it", "Families"):
        assert f"<dt>{words}</dt>" in page


def test_a_page_says_that_the_books_changed_since_the_ranking(browser: TestClient, engine: Engine) -> None:
    told = "were imported since"
    paths = [f"/themes/{theme_id('export')}", f"/themes/{theme_id('export')}?source=zendesk", "/themes?source=zendesk"]
    assert not any(told in browser.get(path).text for path in paths)
    import_rows(engine, "accounts", [{**ACCOUNTS[0], "arr": "1"}], reporting_currency="USD")
    import_rows(engine, "arr", [{"account_id": "A-1", "effective_on": "2026-01-01", "arr": "1", "currency": "USD"}], reporting_currency="USD")
    assert all(told in browser.get(path).text for path in paths)
    assert told not in browser.get("/themes").text


def test_a_segment_with_a_comma_in_its_name_is_chosen_from_the_list(browser: TestClient, engine: Engine) -> None:
    import_rows(engine, "accounts", [{**ACCOUNTS[0], "segment": "Mid, large"}], reporting_currency="USD")
    publish(engine, 2)
    for path in ("/themes", "/accounts"):
        (value,) = re.findall(r'<option value="(&#34;Mid, large&#34;)"', browser.get(path).text)
        chosen = browser.get(path, params={"segment": value.replace("&#34;", '"')}).text
        assert f'<option value="{value}" selected>' in chosen
        assert ("export trouble" if path == "/themes" else "Alder") in chosen
        assert ("login trouble" if path == "/themes" else "Birch") not in chosen

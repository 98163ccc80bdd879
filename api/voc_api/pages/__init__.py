"""The people's pages, rendered on the server: a file per page. They read by the same use cases as the API and show no figure without its quotes."""

from fastapi import APIRouter

from voc_api.pages import (
    account,
    accounts,
    changes,
    inbox,
    inbox_acts,
    leads,
    notes,
    provider,
    quotes,
    reports,
    retention,
    review,
    search,
    sign_in,
    static,
    theme,
    themes,
)

router = APIRouter(include_in_schema=False)
_PARTS = (
    themes, theme, quotes, inbox, inbox_acts, notes, accounts, account, review, leads, retention, reports, search, sign_in, provider, changes, static,
)  # fmt: skip
for _part in _PARTS:
    router.include_router(_part.router)

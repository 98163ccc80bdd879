"""The people's pages, rendered on the server: a file per page. They read by the same use cases as the API and show no figure without its quotes."""

from fastapi import APIRouter

from voc_api.pages import (
    account,
    accounts,
    audit_log,
    before_refresh,
    boilerplate,
    changes,
    compare,
    data,
    drops,
    feedback,
    imports,
    inbox,
    inbox_acts,
    keys,
    leads,
    mapping,
    notes,
    proposals,
    provider,
    quality,
    quotes,
    reports,
    reshaping,
    retention,
    review,
    schedules,
    search,
    settings,
    sign_in,
    static,
    theme,
    theme_edits,
    themes,
    users,
    views,
    weights,
)

router = APIRouter(include_in_schema=False)
_PARTS = (
    themes, theme_edits, theme, reshaping, proposals, compare, feedback, views, quotes, inbox, inbox_acts, notes, accounts, account, review, leads,
    retention, reports, search, imports, before_refresh, drops, mapping, settings, users, keys, weights, schedules, data, quality, boilerplate, audit_log,
    sign_in, provider, changes, static,
)  # fmt: skip
for _part in _PARTS:
    router.include_router(_part.router)

"""The people's pages, rendered on the server: a file per page. They read by the same use cases as the API and show no figure without its quotes."""

from fastapi import APIRouter

from voc_api.pages import (
    account,
    accounts,
    audit_log,
    changes,
    data,
    imports,
    keys,
    leads,
    provider,
    quotes,
    reports,
    retention,
    review,
    schedules,
    search,
    settings,
    sign_in,
    static,
    theme,
    themes,
    users,
    weights,
)

router = APIRouter(include_in_schema=False)
for _part in (
    themes,
    theme,
    quotes,
    accounts,
    account,
    review,
    leads,
    retention,
    reports,
    search,
    imports,
    settings,
    users,
    keys,
    weights,
    schedules,
    data,
    audit_log,
    sign_in,
    provider,
    changes,
    static,
):
    router.include_router(_part.router)

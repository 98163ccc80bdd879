"""The API's addresses, a file per noun."""

from collections.abc import Sequence

from fastapi import APIRouter

from voc_api.routes import (
    account_domains,
    accounts,
    alerts,
    areas,
    boilerplate,
    catalogue,
    changes,
    curating,
    decisions,
    erasures,
    exposure,
    feedback,
    health,
    health_weights,
    imports,
    inbox,
    jobs,
    keys,
    leads,
    notes,
    proposals,
    quality,
    refreshes,
    reports,
    retention,
    roadmap,
    runs,
    search,
    settings,
    snippets,
    tags,
    themes,
    users,
    views,
)

_PARTS = (
    themes, curating, proposals, areas, exposure, catalogue, snippets, decisions, feedback, search, tags, inbox, notes, accounts, leads, alerts, health_weights,
    retention, roadmap, reports, imports, account_domains, erasures, refreshes, jobs, runs, quality, boilerplate, views, changes, users, keys, settings, health,
)  # fmt: skip

ROUTERS: Sequence[APIRouter] = tuple(part.router for part in _PARTS)

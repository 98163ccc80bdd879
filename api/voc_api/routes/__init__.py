"""The API's addresses, a file per noun."""

from collections.abc import Sequence

from fastapi import APIRouter

from voc_api.routes import (
    accounts,
    alerts,
    areas,
    catalogue,
    changes,
    curating,
    decisions,
    exposure,
    feedback,
    health,
    health_weights,
    imports,
    inbox,
    jobs,
    leads,
    notes,
    refreshes,
    reports,
    retention,
    roadmap,
    runs,
    search,
    snippets,
    tags,
    themes,
    views,
)

_PARTS = (
    themes, curating, areas, exposure, catalogue, snippets, decisions, feedback, search, tags, inbox, notes, accounts, leads, alerts, health_weights,
    retention, roadmap, reports, imports, refreshes, jobs, runs, views, changes, health,
)  # fmt: skip

ROUTERS: Sequence[APIRouter] = tuple(part.router for part in _PARTS)

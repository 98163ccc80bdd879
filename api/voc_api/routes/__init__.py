"""The API's addresses, a file per noun."""

from collections.abc import Sequence

from fastapi import APIRouter

from voc_api.routes import (
    accounts,
    alerts,
    areas,
    decisions,
    exposure,
    feedback,
    health,
    health_weights,
    imports,
    jobs,
    refreshes,
    reports,
    roadmap,
    runs,
    snippets,
    themes,
)

_PARTS = (
    themes, areas, exposure, snippets, decisions, feedback, accounts, alerts, health_weights, roadmap, reports, imports, refreshes, jobs, runs, health,
)  # fmt: skip

ROUTERS: Sequence[APIRouter] = tuple(part.router for part in _PARTS)

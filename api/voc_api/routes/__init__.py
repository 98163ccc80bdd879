"""The API's addresses, a file per noun."""

from collections.abc import Sequence

from fastapi import APIRouter

from voc_api.routes import accounts, areas, decisions, exposure, feedback, health, imports, jobs, refreshes, reports, roadmap, runs, snippets, themes

ROUTERS: Sequence[APIRouter] = tuple(
    part.router for part in (themes, areas, exposure, snippets, decisions, feedback, accounts, roadmap, reports, imports, refreshes, jobs, runs, health)
)

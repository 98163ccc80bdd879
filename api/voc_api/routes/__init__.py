"""The API's addresses, a file per noun."""

from collections.abc import Sequence

from fastapi import APIRouter

from voc_api.routes import accounts, feedback, health, imports, jobs, refreshes, reports, roadmap, runs, themes

ROUTERS: Sequence[APIRouter] = tuple(part.router for part in (themes, feedback, accounts, roadmap, reports, imports, refreshes, jobs, runs, health))

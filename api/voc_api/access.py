"""Which address needs which action: every route of the API and every page, in one place. An address that stands in no line is refused.

Who may do an action stands in `voc.domain.roles.MAY`. `None` is open to everybody.
"""

import re
from collections.abc import Mapping
from functools import cache

from fastapi import Request
from starlette.routing import compile_path

from voc.domain.roles import Action, Principal
from voc.errors import ForbiddenError

READ, WRITE, DECIDE, TAG = Action.READ, Action.WRITE, Action.DECIDE, Action.TAG
JUDGE_HEALTH, KEEP_VIEWS = Action.JUDGE_HEALTH, Action.KEEP_VIEWS

API: Mapping[str, Action | None] = {
    "GET /healthz": None,
    "GET /readyz": None,
    "GET /metrics": None,
    "GET /api/v1/openapi.json": None,
    "GET /api/v1/themes": READ,
    "GET /api/v1/themes/{theme_id}": READ,
    "POST /api/v1/themes": DECIDE,
    "PATCH /api/v1/themes/{theme_id}": DECIDE,
    "GET /api/v1/themes/{theme_id}/snippets": READ,
    "GET /api/v1/themes/{theme_id}/accounts": READ,
    "GET /api/v1/themes/{theme_id}/leads": READ,
    "GET /api/v1/themes/{theme_id}/release": READ,
    "GET /api/v1/themes/{theme_id}/asks": READ,
    "GET /api/v1/themes/{theme_id}/history": READ,
    "GET /api/v1/themes.csv": READ,
    "GET /api/v1/compare": READ,
    "GET /api/v1/themes/{theme_id}/similar": READ,
    "GET /api/v1/themes/{theme_id}/changes": READ,
    "GET /api/v1/themes/{theme_id}/links": READ,
    "POST /api/v1/themes/{theme_id}/links": DECIDE,
    "DELETE /api/v1/themes/{theme_id}/links/{link_id}": DECIDE,
    "GET /api/v1/themes/{theme_id}/askers": READ,
    "PUT /api/v1/themes/{theme_id}/askers/{account_id}/told": DECIDE,
    "DELETE /api/v1/themes/{theme_id}/askers/{account_id}/told": DECIDE,
    "POST /api/v1/themes/{theme_id}/merges/preview": DECIDE,
    "POST /api/v1/themes/{theme_id}/splits/preview": DECIDE,
    "GET /api/v1/views": KEEP_VIEWS,
    "POST /api/v1/views": KEEP_VIEWS,
    "DELETE /api/v1/views/{view_id}": KEEP_VIEWS,
    "GET /api/v1/areas": READ,
    "GET /api/v1/exposure": READ,
    "GET /api/v1/catalogue": READ,
    "PUT /api/v1/snippets/{snippet_id}/theme": DECIDE,
    "DELETE /api/v1/snippets/{snippet_id}/theme": DECIDE,
    "PUT /api/v1/snippets/{snippet_id}/ignored": DECIDE,
    "DELETE /api/v1/snippets/{snippet_id}/ignored": DECIDE,
    "GET /api/v1/proposals": READ,
    "POST /api/v1/proposals/{proposal_id}": DECIDE,
    "DELETE /api/v1/proposals/{proposal_id}": DECIDE,
    "GET /api/v1/decisions": READ,
    "POST /api/v1/themes/{theme_id}/merges": DECIDE,
    "POST /api/v1/themes/{theme_id}/splits": DECIDE,
    "POST /api/v1/themes/{theme_id}/dismissals": DECIDE,
    "DELETE /api/v1/merges/{decision_id}": DECIDE,
    "DELETE /api/v1/splits/{decision_id}": DECIDE,
    "DELETE /api/v1/dismissals/{decision_id}": DECIDE,
    "GET /api/v1/feedback": READ,
    "GET /api/v1/feedback/{feedback_id}": READ,
    "POST /api/v1/feedback": WRITE,
    "DELETE /api/v1/feedback/{feedback_id}": Action.ADMINISTER,
    "POST /api/v1/erasures": Action.ADMINISTER,
    "GET /api/v1/search": READ,
    "GET /api/v1/tags": READ,
    "POST /api/v1/tags": TAG,
    "DELETE /api/v1/tags/{tag_id}": TAG,
    "GET /api/v1/notes": TAG,
    "POST /api/v1/notes": TAG,
    "DELETE /api/v1/notes/{note_id}": TAG,
    "PUT /api/v1/notes/{note_id}/read": TAG,
    "DELETE /api/v1/notes/{note_id}/read": TAG,
    "GET /api/v1/colleagues": TAG,
    "GET /api/v1/inbox": TAG,
    "POST /api/v1/inbox/marks": TAG,
    "GET /api/v1/inbox/corrections": TAG,
    "PUT /api/v1/snippets/{snippet_id}/owner": TAG,
    "DELETE /api/v1/snippets/{snippet_id}/owner": TAG,
    "GET /api/v1/accounts": READ,
    "GET /api/v1/accounts/{account_id}": READ,
    "GET /api/v1/accounts/{account_id}/health": READ,
    "PUT /api/v1/accounts/{account_id}/health/override": JUDGE_HEALTH,
    "DELETE /api/v1/accounts/{account_id}/health/override": JUDGE_HEALTH,
    "GET /api/v1/accounts/{account_id}/health/overrides": READ,
    "GET /api/v1/accounts/{account_id}/timeline": READ,
    "GET /api/v1/accounts/{account_id}/review": READ,
    "GET /api/v1/accounts/{account_id}/brief": READ,
    "GET /api/v1/leads": READ,
    "GET /api/v1/alerts": READ,
    "GET /api/v1/health/weights": READ,
    "POST /api/v1/health/weights/{weights_id}/acceptance": Action.ACCEPT_WEIGHTS,
    "DELETE /api/v1/health/weights/{weights_id}/acceptance": Action.ACCEPT_WEIGHTS,
    "GET /api/v1/retention": READ,
    "GET /api/v1/retention/movements": READ,
    "GET /api/v1/themes/{theme_id}/retention": READ,
    "GET /api/v1/silence": READ,
    "GET /api/v1/roadmap": READ,
    "GET /api/v1/reports": READ,
    "POST /api/v1/reports": WRITE,
    "GET /api/v1/reports/{report_id}": READ,
    "GET /api/v1/reports/{report_id}.{form}": READ,
    "POST /api/v1/reports/{report_id}/approval": Action.APPROVE_REPORTS,
    "DELETE /api/v1/reports/{report_id}/approval": Action.APPROVE_REPORTS,
    "PUT /api/v1/reports/{report_id}/decisions/{theme_id}": Action.APPROVE_REPORTS,
    "DELETE /api/v1/reports/{report_id}/decisions/{theme_id}": Action.APPROVE_REPORTS,
    "POST /api/v1/reports/{report_id}/freeze": Action.APPROVE_REPORTS,
    "POST /api/v1/reports/{report_id}/restatements": Action.APPROVE_REPORTS,
    "GET /api/v1/reports/{report_id}/deliveries": READ,
    "POST /api/v1/reports/{report_id}/deliveries": Action.APPROVE_REPORTS,
    "GET /api/v1/reports/{report_id}/restatement": READ,
    "POST /api/v1/imports": WRITE,
    "GET /api/v1/imports": WRITE,
    "GET /api/v1/imports/{import_id}/undo": WRITE,
    "POST /api/v1/refreshes": WRITE,
    "GET /api/v1/jobs": READ,
    "GET /api/v1/jobs/{job_id}": READ,
    "GET /api/v1/jobs/{job_id}/rejects.csv": WRITE,
    "GET /api/v1/unmatched": WRITE,
    "PUT /api/v1/unmatched/ignored": WRITE,
    "GET /api/v1/account-domains": READ,
    "PUT /api/v1/account-domains/{domain}": WRITE,
    "DELETE /api/v1/account-domains/{domain}": WRITE,
    "GET /api/v1/runs": READ,
    "GET /api/v1/quality": READ,
    "GET /api/v1/boilerplate": READ,
    "PUT /api/v1/boilerplate/{boilerplate_id}/ruling": DECIDE,
    "DELETE /api/v1/boilerplate/{boilerplate_id}/ruling": DECIDE,
    "GET /api/v1/changes": Action.ADMINISTER,
    "GET /api/v1/settings": Action.ADMINISTER,
    "PATCH /api/v1/settings": Action.ADMINISTER,
    "GET /api/v1/users": Action.ADMINISTER,
    "POST /api/v1/users": Action.ADMINISTER,
    "GET /api/v1/users/{user_id}": Action.ADMINISTER,
    "PATCH /api/v1/users/{user_id}": Action.ADMINISTER,
    "POST /api/v1/users/{user_id}/invitations": Action.ADMINISTER,
    "GET /api/v1/keys": Action.ADMINISTER,
    "POST /api/v1/keys": Action.ADMINISTER,
    "DELETE /api/v1/keys/{key_id}": Action.ADMINISTER,
    "POST /api/v1/changes/{change_id}/undo": KEEP_VIEWS,  # of their own everybody may; what each kind of change needs, its use case asks
}

PAGES: Mapping[str, Action | None] = {
    "GET /themes": READ,
    "GET /": READ,
    "GET /themes/{theme_id}": READ,
    "GET /themes.csv": READ,
    "GET /themes/{theme_id}/evidence": READ,
    "POST /themes/bulk": DECIDE,
    "POST /themes/{theme_id}/edit": DECIDE,
    "POST /themes/{theme_id}/label/return": DECIDE,
    "POST /themes/{theme_id}/status": DECIDE,
    "POST /themes/{theme_id}/pin": DECIDE,
    "POST /themes/{theme_id}/dismissal": DECIDE,
    "POST /themes/{theme_id}/links": DECIDE,
    "POST /themes/{theme_id}/links/{link_id}/deletion": DECIDE,
    "POST /themes/{theme_id}/askers/{account_id}/told": DECIDE,
    "GET /themes/{theme_id}/split": DECIDE,
    "POST /themes/{theme_id}/split": DECIDE,
    "GET /proposals": READ,
    "POST /proposals/{proposal_id}": DECIDE,
    "GET /merge": DECIDE,
    "POST /merge": DECIDE,
    "GET /compare": READ,
    "GET /feedback/{feedback_id}": READ,
    "POST /snippets/{snippet_id}/place": DECIDE,
    "POST /views": KEEP_VIEWS,
    "POST /views/{view_id}/deletion": KEEP_VIEWS,
    "GET /quotes": READ,
    "GET /search": READ,
    "POST /search/theme": DECIDE,
    "GET /inbox": TAG,
    "GET /inbox/part": TAG,
    "GET /inbox/{snippet_id}/part": TAG,
    "GET /inbox/corrections": TAG,
    "POST /inbox/{act}": DECIDE,
    "GET /themes/{theme_id}/notes": TAG,
    "POST /notes": TAG,
    "POST /notes/{note_id}/removal": TAG,
    "POST /tags/{tag_id}/removal": TAG,
    "GET /accounts": READ,
    "GET /accounts/{account_id}": READ,
    "POST /accounts/{account_id}/health/override": JUDGE_HEALTH,
    "POST /accounts/{account_id}/health/override/withdrawal": JUDGE_HEALTH,
    "GET /accounts/{account_id}/review": READ,
    "GET /accounts/{account_id}/brief": READ,
    "POST /accounts/{account_id}/review/{act}": Action.APPROVE_REPORTS,
    "GET /accounts/{account_id}/review/file.{form}": READ,
    "GET /leads": READ,
    "GET /retention": READ,
    "GET /silence": READ,
    "GET /reports": READ,
    "GET /reports/{month}": READ,
    "POST /reports/{month}/{act}": Action.APPROVE_REPORTS,
    "GET /reports/{month}/file.{form}": READ,
    "GET /imports": WRITE,
    "POST /imports": WRITE,
    "GET /imports/drops/{name}": WRITE,
    "POST /imports/drops/{name}": WRITE,
    "GET /imports/files/{name}": WRITE,
    "POST /imports/files/{name}/{act}": WRITE,
    "GET /imports/jobs/{job_id}": WRITE,
    "GET /imports/{import_id}/undo": WRITE,
    "GET /imports/jobs/{job_id}/rejects.csv": WRITE,
    "POST /imports/profiles/{name}/deletion": WRITE,
    "POST /imports/unmatched/{act}": WRITE,
    "POST /imports/domains": WRITE,
    "POST /imports/domains/{domain}/withdrawal": WRITE,
    "GET /settings": READ,
    "GET /settings/users": Action.ADMINISTER,
    "POST /settings/users": Action.ADMINISTER,
    "POST /settings/users/{user_id}": Action.ADMINISTER,
    "POST /settings/users/{user_id}/invitation": Action.ADMINISTER,
    "GET /settings/keys": Action.ADMINISTER,
    "POST /settings/keys": Action.ADMINISTER,
    "POST /settings/keys/{key_id}/revocation": Action.ADMINISTER,
    "GET /settings/weights": READ,
    "POST /settings/weights": Action.ADMINISTER,
    "POST /settings/health-weights/{weights_id}/{act}": Action.ACCEPT_WEIGHTS,
    "GET /settings/schedules": Action.ADMINISTER,
    "POST /settings/schedules": Action.ADMINISTER,
    "GET /settings/data": Action.ADMINISTER,
    "POST /settings/data": Action.ADMINISTER,
    "POST /settings/data/preview": Action.ADMINISTER,
    "POST /settings/data/erasure": Action.ADMINISTER,
    "POST /sample": WRITE,
    "POST /sample/removal": WRITE,
    "POST /refresh": WRITE,
    "GET /settings/quality": READ,
    "GET /settings/boilerplate": READ,
    "POST /settings/boilerplate/{boilerplate_id}": DECIDE,
    "GET /settings/log": Action.ADMINISTER,
    "GET /settings/log.csv": Action.ADMINISTER,
    "POST /changes/{change_id}/undo": KEEP_VIEWS,
    "GET /jobs/{job_id}/progress": READ,
    "GET /sign-in": None,
    "GET /sign-in/provider": None,
    "GET /sign-in/provider/done": None,
    "GET /first-user": Action.ADMINISTER,
    "POST /first-user": Action.ADMINISTER,
    "GET /invitation": None,
    "POST /invitation": None,
    "POST /sign-in": None,
    "POST /sign-out": READ,
    "GET /static/{name}": None,
}

# Pages whose forms bring a file: it streams, so the form's own reader checks the token, before it keeps anything (`uploads.py`).
FORMS_WITH_FILES = frozenset({"POST /imports"})

ACCESS: dict[str, Action | None] = {**API, **PAGES}


def needed_action(request: Request) -> Action | None:
    """The action that the request's address needs. Raises ForbiddenError for one that stands in no line."""
    address = _address(request)
    if address not in ACCESS:
        raise ForbiddenError(f"nobody may ask for {address} until it stands in the table of access")
    return ACCESS[address]


def list_methods(path: str) -> list[str]:
    """The methods that the address can be asked with."""
    found = {method for method, pattern in _patterns() if pattern.fullmatch(path)}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(method, compile_path(path)[0]) for method, _, path in (address.partition(" ") for address in ACCESS)]


def is_open_to(principal: Principal, page: str) -> bool:
    """Whether the page is one that the principal may look at."""
    action = PAGES[f"GET {page}"]
    return action is None or principal.may(action)


def brings_file(request: Request) -> bool:
    """Whether a page's form streams a file here, whose token is checked as it comes."""
    is_form = request.headers.get("content-type", "").startswith("multipart/form-data")
    return is_form and _address(request) in FORMS_WITH_FILES


def _address(request: Request) -> str:
    """As the table has it."""
    return f"{request.method} {request.scope['route'].path}"


def is_api(request: Request) -> bool:
    """Whether a program asks, not a page's form."""
    return request.url.path.startswith("/api/")

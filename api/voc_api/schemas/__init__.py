"""What answers and bodies look like, with examples: for the OpenAPI document, and for tests that hold answers against it."""

from voc_api.schemas.accounts import Account, AccountTheme, Health, HealthOfRun, TimelineEntry
from voc_api.schemas.base import Money, NamedAccount, Page, Problem, Shape
from voc_api.schemas.feedback import Feedback, FeedbackAccount, FeedbackIn, FeedbackWithSnippets, ImportedRow, ImportResult
from voc_api.schemas.themes import Ask, BriefHealth, Exemplar, HistoryEntry, Roadmap, ScorePart, Sentiment, Snippet, Theme, ThemeAccount, Window
from voc_api.schemas.work import Job, Progress, Readiness, RefreshIn, Report, Run

__all__ = [
    "Account",
    "AccountTheme",
    "Ask",
    "BriefHealth",
    "Exemplar",
    "Feedback",
    "FeedbackAccount",
    "FeedbackIn",
    "FeedbackWithSnippets",
    "Health",
    "HealthOfRun",
    "HistoryEntry",
    "ImportResult",
    "ImportedRow",
    "Job",
    "Money",
    "NamedAccount",
    "Page",
    "Problem",
    "Progress",
    "Readiness",
    "RefreshIn",
    "Report",
    "Roadmap",
    "Run",
    "ScorePart",
    "Sentiment",
    "Shape",
    "Snippet",
    "Theme",
    "ThemeAccount",
    "TimelineEntry",
    "Window",
]

"""What answers and bodies look like, with examples: for the OpenAPI document, and for tests that hold answers against it."""

from voc_api.schemas.accounts import Account, AccountTheme, Health, HealthOfRun, TimelineEntry
from voc_api.schemas.base import Money, NamedAccount, Page, Problem, Shape
from voc_api.schemas.decisions import Decision, DecisionMade, MergesIn, MergesMade, NewTheme, NothingIn, PlaceIn, SplitIn, SplitMade, ThemeEdit
from voc_api.schemas.feedback import Feedback, FeedbackAccount, FeedbackIn, FeedbackWithSnippets, ImportedRow, ImportResult
from voc_api.schemas.ledger import Figures, HistoryEntry, RestatedTheme, Restatement, ThemeEvent
from voc_api.schemas.themes import Area, Ask, BriefHealth, Exemplar, Roadmap, ScorePart, Sentiment, Snippet, Theme, ThemeAccount, Window
from voc_api.schemas.work import Job, Progress, Readiness, RefreshIn, Report, Run

__all__ = [
    "Account",
    "AccountTheme",
    "Area",
    "Ask",
    "BriefHealth",
    "Decision",
    "DecisionMade",
    "Exemplar",
    "Feedback",
    "FeedbackAccount",
    "FeedbackIn",
    "FeedbackWithSnippets",
    "Figures",
    "Health",
    "HealthOfRun",
    "HistoryEntry",
    "ImportResult",
    "ImportedRow",
    "Job",
    "MergesIn",
    "MergesMade",
    "Money",
    "NamedAccount",
    "NewTheme",
    "NothingIn",
    "Page",
    "PlaceIn",
    "Problem",
    "Progress",
    "Readiness",
    "RefreshIn",
    "Report",
    "RestatedTheme",
    "Restatement",
    "Roadmap",
    "Run",
    "ScorePart",
    "Sentiment",
    "Shape",
    "Snippet",
    "SplitIn",
    "SplitMade",
    "Theme",
    "ThemeAccount",
    "ThemeEdit",
    "ThemeEvent",
    "TimelineEntry",
    "Window",
]

"""Settings and where their values came from."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from voc_api.schemas.base import Shape


class Setting(Shape):
    """A setting; a secret's value is masked."""

    object: Literal["setting"] = "setting"
    name: str = Field(examples=["report_day"])
    variable: str = Field(examples=["VOC_REPORT_DAY"])
    value: str = Field(examples=["2"])
    origin: Literal["database", "environment", ".env", "default"]
    meaning: str
    can_store: bool = Field(description="whether PATCH can change it")
    changed_at: datetime | None
    changed_by: str | None


class SettingsEdit(BaseModel):
    """Values to store; null lets the environment's hold again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"score_weights": "affected_arr=50,reach=10", "report_day": 3}})
    score_weights: str | None = Field(None, max_length=500, description="parts that are not named get their default")
    refresh_every_hours: StrictInt | None = Field(None, description="0: none")
    report_day: StrictInt | None = Field(None, description="0 to 28; 0: never")
    keep_feedback_months: StrictInt | None = Field(None, description="0: for ever")

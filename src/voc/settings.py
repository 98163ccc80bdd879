"""Settings: every `VOC_*` name, its default and its meaning. Only entry points read them; all else gets values passed in.

A value stored in the database (`domain/stored_settings.py` lists which can be) comes before the environment, the environment before `.env`, that before
the default.
"""

import functools
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from babel import localedata
from babel.numbers import list_currencies
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine

from voc.db.session import reading
from voc.db.stored_settings import list_stored
from voc.domain.deliveries import Outlets
from voc.domain.encoders import Encoding
from voc.domain.plans import parse_plans
from voc.domain.roles import Role
from voc.domain.runs import RefreshSettings
from voc.domain.stored_settings import STORED, StoredSetting
from voc.domain.weights import parse_weights
from voc.engine.encoders.names import list_models, name_vectors
from voc.engine.privacy.own_rules import parse_own_rules
from voc.errors import InputError

if TYPE_CHECKING:
    from voc.engine.endpoint import Endpoint


class Settings(BaseSettings):
    """Read from the environment, then from `.env` in the working folder, then the defaults below."""

    model_config = SettingsConfigDict(env_prefix="VOC_", env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = Field("sqlite:///voc.db", description="SQLAlchemy URL of the database, SQLite or PostgreSQL")
    database_connections: int = Field(12, ge=1, le=500, description="connections to the database, and threads, of all web processes together")
    broker_url: str = Field("", description="Redis or RabbitMQ URL; empty: an embedded broker in files under VOC_DATA_DIR")
    data_dir: Path = Field(Path(".voc"), description="folder for uploads, the embedded broker and the secret key")
    embedding_model: str = Field(
        "minilm+e5",
        description="minilm, e5 or mpnet (packaged), a folder, a hub name or an endpoint's model; several joined by + lay their vectors side by side",
    )
    embedding_url: str = Field("", description="base URL of an OpenAI-compatible endpoint (ends in /v1) that embeds with the models not packaged; empty: none")
    embedding_key: SecretStr = Field(SecretStr(""), description="bearer key of the embedding endpoint")
    embedding_cost: float = Field(0.0, ge=0, description="price of a million tokens at the embedding endpoint, to tell what a refresh cost; 0: not told")
    embedding_languages: str = Field("", description="languages that the embedding model reads, such as en,de, or all; empty: as its name tells")
    embedding_device: str = Field("cpu", description="torch device that embeds: cpu, cuda, mps")
    embedding_threads: int = Field(2, ge=1, description="CPU threads of one embedding process")
    embedding_shard: int = Field(512, ge=1, le=100_000, description="texts of one embedding job")
    oidc_issuer: str = Field("", description="issuer of the company's identity provider (OpenID Connect), to the letter; empty: none")
    oidc_client_id: str = Field("", description="what voc is called at the identity provider; its redirect address there is VOC_BASE_URL/sign-in/provider/done")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="voc's secret at the identity provider")
    oidc_name: str = Field("single sign-on", description="what the sign-in page calls the identity provider")
    oidc_welcome_role: str = Field("", description="role of people of VOC_OIDC_WELCOME_DOMAINS who were not added before; empty: an admin adds everybody")
    oidc_welcome_domains: str = Field("", description="comma-separated domains of e-mail addresses whose people may come without having been added")
    finder_url: str = Field(
        "", description="address of the finder (`voc finder`), which searches by meaning; empty: by words alone, or the one that `voc serve` runs"
    )
    reporting_currency: str = Field("USD", description="ISO 4217 code in which ARR is summed and shown")
    granularity: Literal["coarser", "default", "finer"] = Field("default", description="how fine the themes are: coarser, default or finer")
    naming_url: str = Field("", description="base URL of an OpenAI-compatible endpoint that words labels and summaries; empty: none")
    naming_model: str = Field("", description="model that the naming endpoint is asked for")
    naming_key: SecretStr = Field(SecretStr(""), description="bearer key of the naming endpoint")
    score_weights: str = Field("", description="weights of the score's parts, such as affected_arr=50,reach=10; parts not named keep their default")
    plans: str = Field("", description="plans, the lowest first, such as Starter,Team,Business; empty: by the median ARR of the accounts on each")
    personal_patterns: str = Field(
        "", description="what else is personal, as name=pattern a line or set apart by semicolons: case_id=\\bCUST-\\d{6}\\b hides as [case_id]"
    )
    hide_names: bool = Field(
        False, description="whether names of persons are hidden as well, in languages other than English only after telling words; needs the extra english"
    )
    window_days: int = Field(365, ge=1, description="days before as_of that a theme's figures cover")
    lease_seconds: int = Field(30, ge=2, description="seconds after which a silent worker's job is given to another")
    job_attempts: int = Field(6, ge=1, description="times a job is tried before it counts as failed")
    refresh_every_hours: int = Field(24, ge=0, description="hours between scheduled refreshes; 0: none")
    keep_feedback_months: int = Field(0, ge=0, le=240, description="months after which feedback is erased with all that was made of it; 0: kept for ever")
    report_day: int = Field(2, ge=0, le=28, description="day of the month on which last month's report is drafted and whoever approves it told; 0: never")
    report_mail_to: str = Field("", description="comma-separated addresses that get a month's report once it is frozen")
    report_approvers: str = Field("", description="comma-separated addresses that are told of a draft to approve; empty: those of VOC_REPORT_MAIL_TO")
    smtp_url: SecretStr = Field(SecretStr(""), description="mail server, such as smtps://user:password@mail.example:465; empty: no mail")
    mail_from: str = Field("", description="sender of mail, such as Voice of customer <voc@example.com>")
    slack_webhook_url: SecretStr = Field(SecretStr(""), description="incoming webhook of the Slack channel that gets the digest; empty: none")
    secret_key: SecretStr = Field(SecretStr(""), description="key of signatures; empty: made once and kept in VOC_DATA_DIR")
    allowed_hosts: str = Field("127.0.0.1,localhost", description="comma-separated Host names that the server answers to")
    base_url: str = Field("http://127.0.0.1:8000", description="address at which people reach the pages: what invitations, mails and reports link to")
    max_upload_mb: int = Field(1024, ge=1, description="largest file accepted by POST /imports, in MiB")
    log_format: Literal["text", "json"] = Field("text", description="log lines for people or as JSON")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level that is logged")

    @field_validator("reporting_currency")
    @classmethod
    def _known(cls, value: str) -> str:
        code = value.strip().upper()
        if code not in list_currencies() or code in ("XXX", "XTS"):
            raise ValueError(f"'{value}' is not an ISO 4217 currency code such as USD")
        return code

    @field_validator("embedding_model")
    @classmethod
    def _models(cls, value: str) -> str:
        try:
            list_models(value)
        except InputError as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("embedding_languages")
    @classmethod
    def _languages(cls, value: str) -> str:
        for tag in filter(None, (part.strip().lower() for part in value.split(","))):
            if tag != "all" and not localedata.exists(tag.replace("_", "-").partition("-")[0]):
                raise ValueError(f"'{tag}' is not a language code such as en; separate codes by commas, or say all")
        return value

    @field_validator("score_weights")
    @classmethod
    def _weights(cls, value: str) -> str:
        try:
            parse_weights(value)
        except InputError as error:
            raise ValueError(str(error).removeprefix("weights: ")) from None
        return value

    @field_validator("oidc_welcome_role")
    @classmethod
    def _role(cls, value: str) -> str:
        if value and value not in set(Role):
            raise ValueError(f"there is no role '{value}'; roles are {', '.join(Role)}")
        return value

    @field_validator("plans")
    @classmethod
    def _plans(cls, value: str) -> str:
        try:
            parse_plans(value)
        except InputError as error:
            raise ValueError(str(error).removeprefix("plans: ")) from None
        return value

    @field_validator("personal_patterns")
    @classmethod
    def _patterns(cls, value: str) -> str:
        try:
            parse_own_rules(value)
        except InputError as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("report_mail_to", "report_approvers")
    @classmethod
    def _mailable(cls, value: str) -> str:
        for address in _addresses(value):
            if "@" not in address or not address.isprintable():
                raise ValueError(f"'{address}' is not a mail address; separate addresses by commas")
        return value

    @field_validator("base_url")
    @classmethod
    def _of_the_web(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError(f"'{value}' is not an address of the web: write it as https://voc.example.com")
        return value

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, value: str) -> str:
        for plain in ("postgresql://", "postgres://"):
            if value.startswith(plain):
                return "postgresql+psycopg://" + value.removeprefix(plain)
        return value

    @property
    def embedded_broker(self) -> bool:
        """Whether the broker is the one in files."""
        return not self.broker_url

    def under(self, stored: Mapping[str, StoredSetting]) -> "Settings":
        """These settings, with what people stored in the database before them."""
        return self.model_copy(update={name: setting.value for name, setting in stored.items() if name in STORED})

    def refresh_settings(self) -> RefreshSettings:
        """What a refresh depends on."""
        return RefreshSettings(
            self.reporting_currency,
            self.window_days,
            self.granularity,
            name_vectors(self.embedding_model, self.embedding_url),
            self.embedding_languages,
            self.score_weights,
            self.plans,
            self.personal_patterns,
            self.hide_names,
        )

    def encoding(self) -> Encoding:
        """How texts are embedded."""
        return Encoding(
            self.embedding_model,
            self.embedding_url,
            self.embedding_key.get_secret_value(),
            self.embedding_cost,
            self.embedding_device,
            self.embedding_threads,
            self.data_dir / "models",
        )

    def outlets(self) -> Outlets:
        """Where reports go."""
        return Outlets(
            smtp_url=self.smtp_url.get_secret_value(),
            mail_from=self.mail_from,
            mail_to=_addresses(self.report_mail_to),
            approvers=_addresses(self.report_approvers),
            webhook_url=self.slack_webhook_url.get_secret_value(),
            base_url=self.base_url.rstrip("/"),
        )

    def naming_endpoint(self) -> "Endpoint | None":
        """What words labels and summaries, where one is set up. Raises InputError for an address that is none."""
        from voc.engine.endpoint import Endpoint  # most processes never need it

        return Endpoint(self.naming_url, self.naming_model, self.naming_key.get_secret_value()) if self.naming_url else None

    def signing_key(self) -> str:
        """The key of signatures; made at the first use when none is set, readable by its owner alone."""
        if given := self.secret_key.get_secret_value():
            return given
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))
        return path.read_text()


def _addresses(text: str) -> list[str]:
    return [address.strip() for address in text.split(",") if address.strip()]


@functools.cache
def get_settings() -> Settings:
    """The process's settings, read once. Raises InputError for a value that cannot be."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"VOC_{str(first['loc'][0]).upper()}: {first['msg']}; `voc settings` tells what each setting means") from None


def standing_settings(engine: Engine) -> Settings:
    """The settings as they hold now: the process's, under what people stored since."""
    with reading(engine) as session:
        return get_settings().under(list_stored(session))

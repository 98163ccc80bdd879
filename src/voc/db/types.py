"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Json = JSON().with_variant(JSONB(), "postgresql")

_UNITS = Decimal(10_000)


class Amount(TypeDecorator[Decimal]):
    """A Decimal with up to four places, kept as a whole number of ten-thousandths: exact, and sorts and sums in SQL on both databases."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """What a value is."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * _UNITS).to_integral_value())

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / _UNITS).quantize(Decimal("0.01")) if value % 100 == 0 else Decimal(value) / _UNITS


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal of any precision, kept as text; for rates, which are never summed in SQL."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """What a value is."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware on both sides; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class json_texts(FunctionElement[str]):
    """The texts of a JSON array as rows: `json_texts(column).table_valued("value")`."""

    name = "json_texts"
    inherit_cache = True


@compiles(json_texts, "sqlite")
def _json_each(element: json_texts, compiler: Any, **known: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **known)})"


@compiles(json_texts, "postgresql")
def _jsonb_array_elements_text(element: json_texts, compiler: Any, **known: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **known)})"

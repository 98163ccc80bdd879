import pytest

from voc.sources.settling.headers import Unit, read_unit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("ARR (k€)", Unit(3, "EUR")),
        ("ARR in TEUR", Unit(3, "EUR")),
        ("Betrag [Tsd. EUR]", Unit(3, "EUR")),
        ("Amount (USD '000)", Unit(3, "USD")),
        ("ARR (thousands)", Unit(3)),
        ("ARR (k$)", Unit(3)),
        ("Umsatz (Mio. €)", Unit(6, "EUR")),
        ("MRR [GBP]", Unit(0, "GBP")),
        ("ARR (k)", Unit()),
        ("Amount (converted)", Unit()),
        ("ARR", Unit()),
        ("Signed up in March", Unit()),
    ],
)
def test_a_columns_name_tells_thousands_and_currency(name: str, unit: Unit) -> None:
    assert read_unit(name) == unit

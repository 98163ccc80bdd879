"""A theme's summary: a sentence of a customer, and one that tells what they do meanwhile."""

MEANWHILE = " Meanwhile: "


def join_summary(said: str, meanwhile: str) -> str:
    """Both sentences in one text, which `split_summary` takes apart."""
    return f"{said}{MEANWHILE}{meanwhile}" if said and meanwhile else said


def split_summary(summary: str) -> tuple[str, str]:
    """What they want or suffer, and what they do meanwhile; "" where nothing is told of that."""
    said, _, meanwhile = summary.partition(MEANWHILE)
    return said, meanwhile

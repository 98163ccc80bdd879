"""The rows of docs/sources.md, made of the profiles. `python -m tests.docs.sources` writes them there."""

import re
from pathlib import Path

from voc.sources.mapping.profile import Profile
from voc.sources.profiles.load import load_profiles

PAGE = Path(__file__).parents[2] / "docs/sources.md"
_BETWEEN = re.compile(r"(?<=<!-- rows: python -m tests\.docs\.sources -->\n).*?(?=<!-- end -->)", re.DOTALL)


def rows() -> list[str]:
    """The table's lines."""
    profiles = sorted(load_profiles().values(), key=lambda profile: (profile.title.lower(), profile.name))
    return ["| source | profile | what is read | what is lost |", "| --- | --- | --- | --- |", *map(_row, profiles)]


def _row(profile: Profile) -> str:
    names = list(dict.fromkeys([*profile.fields, *profile.constants]))
    if profile.conversation:
        names.append("the call, turn by turn" if profile.conversation.turns else "the conversation")
    if profile.events:
        names.append("active users and logins of each week")
    if profile.wide_signals is not None:
        names.append("every column of numbers as a signal")
    if profile.reader:
        names.append("ARR by prices, quantities, intervals and discounts")
    read = f"{profile.kind}: {', '.join(names)}"
    return f"| {profile.title} | `{profile.name}` | {read} | {profile.lost or '-'} |".replace("\n", " ")


def find_rows() -> list[str]:
    """Those that stand in the page."""
    found = _BETWEEN.search(PAGE.read_text(encoding="utf-8"))
    return found[0].splitlines() if found else []


if __name__ == "__main__":
    PAGE.write_text(_BETWEEN.sub(lambda _: "\n".join(rows()) + "\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""Keys and tokens that are known by their looks alone.

The prefixes and lengths are those of the plugins of Yelp's detect-secrets 1.5.0 (Apache License 2.0, https://github.com/Yelp/detect-secrets), widened where a
service has changed its keys since, and more of the same sort from the services' own documentation.
"""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit

_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
UUID = re.compile(_UUID)
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"[a-z]{2,8}_(?:live|test|prod|sandbox)_(?=[A-Za-z]*\d)[0-9A-Za-z]{10,}"  # Stripe and those who copied it
    r"|whsec_[A-Za-z0-9+/=]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,}"
    r"|gl(?:pat|dt|ft|soat|rt|cbt|imt|ptt|agent)-[\w-]{20,}|gloas-[\w-]{40,}|GR1348941[\w-]{20,}"
    r"|(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])"
    r"|xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}|xapp-[\w-]{20,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])|npm_[A-Za-z0-9]{30,}|sk-[A-Za-z0-9][\w-]{18,}|(?:AC|SK)[a-f0-9]{32}(?![a-z0-9])"
    r"|[0-9a-f]{32}-us\d{1,2}|key-[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|pypi-[\w-]{50,}|dapi[a-f0-9]{32}|hvs\.[\w-]{24,}|s\.[A-Za-z0-9]{24}(?!\w)"
    rf"|pat-[a-z]{{2}}\d-{_UUID}|pat[A-Za-z0-9]{{14}}\.[0-9a-f]{{64}}|lin_api_\w{{30,}}|(?:secret|ntn)_[A-Za-z0-9]{{40,}}|do[opr]_v1_[a-f0-9]{{64}}"
    r"|sq0[a-z]{3}-[\w-]{20,}|EAAA[\w-]{50,}|hf_[A-Za-z]{30,}|hf_[A-Za-z0-9]{30,}|ATATT3[\w=+/-]{50,}|gl(?:sa|c)_[\w=]{30,}|sntrys_[\w=+/-]{30,}"
    r"|NRAK-[A-Z0-9]{27}|figd_[\w-]{30,}|PMAK-[a-f0-9-]{50,}|CFPAT-[\w-]{40,}|AKC[A-Za-z0-9]{30,}|[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,38}"
    r"|eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]{4,}){1,4}=*|eyJ[A-Za-z0-9_-]{40,}=*"  # JSON Web Tokens
    r")"
)
_HEADER = r"-----\s?BEGIN[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?\s?-----"
_BREAK = r"(?:(?:\s|\\n|\\r)++)"
# Possessive: a block that is never closed goes as far as it looks like one.
_PEM = re.compile(
    rf"{_HEADER}(?:(?:{_BREAK})?+(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n]{{0,100}}+|[A-Za-z0-9+/=]{{8,}}+))*+"
    rf"(?:{_BREAK}?[A-Za-z0-9+/=]{{1,7}})?(?:(?:{_BREAK})?-----\s?END[A-Z0-9 ]{{0,30}}PRIVATE KEY(?: BLOCK)?\s?-----)?"
)
# PuTTY's own form: lines of the private half, and the sum that vouches for them.
_PUTTY = re.compile(r"(?<=Private-Lines: )\d{1,3}(?:(?:\s|\\n|\\r){1,4}(?:Private-MAC: ?)?[A-Za-z0-9+/=]{4,100}(?![\w:-])){1,200}")
# A hash of a file or of a public key is nobody's secret.
_SUM = re.compile(r"(?:sha-?\d{0,3}|integrity|checksum|digest|fingerprint|etag)[\"']?\s?[-:=]\s?[\"']?$", re.IGNORECASE)
_SUMMED = re.compile(r"sha\d{3}-", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w/+.@=-])[A-Za-z0-9+/_-]{28,}={0,2}(?![\w.])")
_STEPS = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])")
_LEAST_STEPS = 7


def find_private_keys(text: str) -> Iterator[Edit]:
    """PEM blocks of private keys, closed or cut off, and PuTTY's."""
    if "PRIVATE KEY" in text:
        yield from ((*m.span(), "[secret]") for m in _PEM.finditer(text))
    if "Private-Lines" in text:
        yield from ((*m.span(), "[secret]") for m in _PUTTY.finditer(text))


def find_known_keys(text: str) -> Iterator[Edit]:
    """Keys with a service's prefix."""
    yield from ((*m.span(), "[secret]") for m in _PREFIXED.finditer(text))


def find_random_runs(text: str) -> Iterator[Edit]:
    """Long runs of capitals, small letters and digits in no order: nobody's word."""
    for run in _RUN.finditer(text):
        if is_random(run[0]) and not _SUMMED.match(run[0]) and not _SUM.search(text[max(0, run.start() - 20) : run.start()]):
            yield *run.span(), "[secret]"


def is_random(run: str) -> bool:
    """Whether letters of both cases and digits change too often for a name."""
    return any(c.isdigit() for c in run) and any(c.islower() for c in run) and any(c.isupper() for c in run) and changes_often(run)


def changes_often(run: str) -> bool:
    """Whether letters and digits, or small letters and capitals, change too often for a name."""
    return len(_STEPS.findall(run)) >= _LEAST_STEPS

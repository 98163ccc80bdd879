import pytest

from tests.engine.text.said import said
from voc.engine.text.code import is_code_line

WISH = "We need a retry for busy trays."


@pytest.mark.parametrize(
    "lines",
    [
        "java.lang.IllegalStateException: no tray\n\tat com.shop.Print.run(Print.java:10)\nCaused by: java.io.IOException: busy\n\t... 3 more",
        'Traceback (most recent call last):\n  File "print.py", line 3, in run\n    tray.open(busy=True)\nTrayError: busy',
        "2026-10-13 10:02:11,123 INFO  [main] Print - started\n2026-10-13 10:02:12,456 ERROR [main] Print - tray busy",
        "[INFO] BUILD FAILURE\n[ERROR] tray busy",
        "public void print(Tray tray) {\n    tray.open();\n}",
        "<property>\n  <name>print.tray</name>\n  <value>2</value>\n</property>",
        "print.tray.count=2\nprint.tray.wait=30s",
        "| tray | state |\n|------|-------|\n| 1 | busy |",
        "$ print --tray 2 --wait\ncurl -s https://x.example/trays",
        "https://x.example/trays/2",
        "openjdk version 17.0.2",
        "==========",
    ],
)
def test_what_a_program_wrote_is_no_point(lines: str) -> None:
    assert said(f"{lines}\n\n{WISH}") == [WISH]
    assert said(f"{WISH}\n\n{lines}") == [WISH]


@pytest.mark.parametrize(
    "line",
    [
        "Version 3.2 broke the calendar for us.",
        "I get a 404 when I open /settings/billing in Safari.",
        "The error is: cannot read property of undefined",
        "if a then b would be nice in the rules editor",
        "GET /v2/events returns 404.",
        "Chrome works, Firefox does not",
        "24/7 support",
        "10/10",
        "Excel => CSV",
        "only 9.99",
        "検索が遅い。",
        "Überarbeitung nötig!",
    ],
)
def test_a_sentence_about_programs_is_somebodys(line: str) -> None:
    assert not is_code_line(line)
    assert said(line, "nps") == [line]


def test_names_in_programs_end_no_sentence() -> None:
    text = "The call to conf.get(Print.TRAY_COUNT) in tray.config.Reader ignores what we set."
    assert said(text) == [text]

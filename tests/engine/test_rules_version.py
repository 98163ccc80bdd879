import ast

from voc.engine.rules_version import bare_code, digest_modules, rules_version


def bare(source: str) -> str:
    return bare_code(source, ast.parse(source))


def test_docstrings_and_lines_that_are_comments_do_not_count() -> None:
    plain = "def split(text):\n    return text.split()\n"
    told = '"""Split."""\n\n\ndef split(text):\n    """At white space.\n\n    By any.\n    """\n    # all of it\n    return text.split()\n'
    assert bare(plain) == bare(told)
    assert bare(plain) != bare(plain.replace("split()", "split(None)"))


def test_the_rules_that_a_text_passes_and_their_lists_count() -> None:
    parts = list(digest_modules(["voc.engine.text.vendor"]))
    lists = [part for part in parts if b"have|did" in part]
    assert len(parts) > 2 and lists, "the vendor's sentences are among the lists"
    assert rules_version() == rules_version()
    assert rules_version().startswith("rules-") and len(rules_version()) == 14

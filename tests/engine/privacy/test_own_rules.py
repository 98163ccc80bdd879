import pytest

from voc.engine.privacy.own_rules import digest_rules, parse_own_rules
from voc.errors import InputError


def test_rules_stand_one_a_line_or_set_apart_by_semicolons() -> None:
    rules = parse_own_rules("case_id=\\bCUST-\\d{6}\\b\n\nplate = [A-Z]{2};[0-9]{2} ; badge=B\\d+;")
    assert [(rule.name, rule.pattern.pattern) for rule in rules] == [("case_id", r"\bCUST-\d{6}\b"), ("plate", "[A-Z]{2};[0-9]{2}"), ("badge", r"B\d+")]
    assert parse_own_rules("") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"\bCUST-\d{6}\b", "has no name"),
        ("Case-Id=x1", "has no name"),
        ("case_id=(", "is no regular expression"),
        ("case_id=a*", "matches where there is nothing"),
        ("case_id=a1;case_id=b1", "is there twice"),
        ("case_id=(a+)+b", "takes too long"),
        (r"case_id=CUST-(\d+)+x", "takes too long"),
        ("case_id=(a|a)*b", "takes too long"),
        ("case_id=(?:(?:ab)+)+$", "takes too long"),
        ("case_id=(?:#+)+!", "takes too long"),
        ("case_id=(?:foo|bar|foobar)+!", "takes too long"),
        (r"case_id=(?:\(+)+x", "takes too long"),
        (r"case_id=(?:(?:\d\s?)+)+\d!", "takes too long"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as refused:
        parse_own_rules(text)
    assert "\n" not in str(refused.value)


def test_the_digest_changes_with_the_rules_alone() -> None:
    one, same, other = (parse_own_rules(text) for text in ("a=x1", "a = x1\n", "a=x2"))
    assert digest_rules(one) == digest_rules(same) != digest_rules(other)
    assert digest_rules(one) != digest_rules(one, "names")
    assert len(digest_rules(one)) == 8

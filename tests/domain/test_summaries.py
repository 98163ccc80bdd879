from voc.domain.erasing import is_made_of
from voc.domain.summaries import join_summary, split_summary


def test_a_summary_without_a_workaround_is_one_sentence() -> None:
    assert split_summary(join_summary("The export stalls.", "")) == ("The export stalls.", "")


def test_a_summary_is_made_of_a_text_that_either_sentence_stands_in() -> None:
    summary = join_summary("The export stalls.", "We copy the rows by hand.")
    assert is_made_of(summary, ["we copy the rows, by hand, all day"])
    assert is_made_of(summary, ["Our export stalls. The horror."])
    assert not is_made_of(summary, ["Exports are fine.", "We copy nothing."])

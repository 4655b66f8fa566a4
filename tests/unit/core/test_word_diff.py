"""What changed in a text is shown as few whole words, and nothing of either text is left out."""

from random import Random

import pytest

from site_builder.core.text.word_diff import passage_changes, word_diff


def _marked(old: str, new: str) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(signs[span.kind].format(span.text) for span in word_diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("全年新收4件。", "全年新收5件。", "全年新收[-4-][+5+]件。"),
        ("共 1,204 件", "共 1,205 件", "共 [-1,204-][+1,205+] 件"),
        ("２０２３年", "2024年", "[-２０２３-][+2024+]年"),
        ("主动公开信息", "主动公开政府信息", "主动公开[+政府+]信息"),
        ("现将情况报告如下", "情况报告如下", "[-现将-]情况报告如下"),
        ("甲的乙", "丙的丁", "[-甲的乙-][+丙的丁+]"),
        ("", "新", "[+新+]"),
        ("同", "同", "同"),
        ("", "", ""),
    ],
)
def test_changes_read_as_words(old: str, new: str, marked: str) -> None:
    assert _marked(old, new) == marked


def test_both_texts_can_be_read_out_of_their_comparison() -> None:
    random = Random(7)  # noqa: S311 - test data
    for _ in range(300):
        old, new = (
            "".join(random.choice("政府信息公开12 \n，。") for _ in range(random.randrange(40)))
            for _ in range(2)
        )
        spans = word_diff(old, new)
        assert "".join(span.text for span in spans if span.kind != "insert") == old
        assert "".join(span.text for span in spans if span.kind != "delete") == new


def test_long_passages_are_shown_as_wholes() -> None:
    old, new = "甲" * 5_000, "甲" * 4_999 + "乙"
    assert word_diff(old, new) == (("delete", old), ("insert", new))


def test_only_changed_paragraphs_are_returned_with_their_numbers() -> None:
    changes = passage_changes(("甲", "乙一", "丙", "丁"), ("甲", "乙二", "丙", "新", "戊"))
    assert [(change.paragraph, *map(tuple, change.spans)) for change in changes] == [
        (2, ("equal", "乙"), ("delete", "一"), ("insert", "二")),
        (4, ("delete", "丁"), ("insert", "新\n戊")),
    ]
    assert passage_changes(("甲",), ("甲",)) == ()

"""What reads the same is one form, and every date is known in words."""

import pytest

from site_builder.search.fold import date_variants, fold


@pytest.mark.parametrize(
    "pair", ["〔〕", "[]", "（）", "【】", "{}", "〈〉", "<>", "《》", "‹›", "﹝﹞", "［］"]
)
def test_brackets_of_any_style_are_one(pair: str) -> None:
    assert fold(f"示管{pair[0]}2022{pair[1]}75号") == "示管(2022)75号"


@pytest.mark.parametrize("pair", ["“”", "「」", "『』", "＂＂", '""', "„‟"])
def test_quotes_of_any_style_are_one(pair: str) -> None:
    assert fold(f"{pair[0]}公开{pair[1]}") == '"公开"'


@pytest.mark.parametrize("sign", "‘’‚‛＇'")
def test_single_quotes_are_one_sign(sign: str) -> None:
    assert fold(f"{sign}a") == "'a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021.3.5", ["2021年3月5日"]),
        ("2021-03-05起", ["2021年3月5日"]),
        ("2021年03月05日", ["2021年3月5日"]),
        ("2021年3月5日", []),
        ("2022年03月", ["2022年3月"]),
        ("2022.3", ["2022年3月"]),
        ("2022/3和2022-12", ["2022年12月", "2022年3月"]),
        ("2022年3月", []),
        ("12022.3", []),
        ("2022.35", []),
        ("2022-00312", []),
        ("2022-13", []),
        ("2020-2022", []),
        ("2022.3.45", ["2022年3月"]),
        ("2022.3/5", ["2022年3月"]),
    ],
)
def test_dates_in_words(text: str, expected: list[str]) -> None:
    assert date_variants(fold(text)) == expected

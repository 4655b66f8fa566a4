"""What reads the same is one form, what means something else is not; dates are known in words."""

import pytest

from site_builder.search.fold import SPACED, date_variants, fold, normalize, unspaced
from site_builder.search.fold_table import READS_AS, folding_table


def letters(text: str) -> str:
    """Return what a search compares."""
    return unspaced(fold(text))


def spaced_text(text: str) -> str:
    """Return the folded text with a dot before each letter that stands behind marks."""
    return "".join(
        f"·{chr(ord(letter) - SPACED)}" if ord(letter) >= SPACED else letter
        for letter in fold(text)
    )


@pytest.mark.parametrize(
    "pair",
    ["〔〕", "[]", "（）", "【】", "{}", "〈〉", "<>", "《》", "‹›", "﹝﹞", "［］", "「」", "“”"],
)
def test_brackets_of_any_style_are_one(pair: str) -> None:
    assert letters(f"示管{pair[0]}2022{pair[1]}75号") == letters("示管(2022) 75 号")


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费",
        "「三公」经费",
        "‘三公’ 经费",
        "《三公》经费",
        "三公经费",
        "三公　经费",
        "三公\u200b经费",
        "三-公—经·费",
        "三公、经费",
        "三公…经费",
        "（三公）经费。",
    ],
)
def test_marks_and_blanks_are_no_obstacle(text: str) -> None:
    assert letters(text) == "三公经费"


def test_letters_behind_marks_are_known() -> None:
    assert spaced_text("“三公”经费") == "·三公·经费"
    assert spaced_text("ABC 集团ＣＯ．，公司。") == "abc·集团co·公司"
    assert spaced_text("甲\n。\n乙") == "甲\n\n乙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5万", "3.5万"),
        ("35万", "35万"),
        ("1,234.50元", "1234.50元"),
        ("１，２３４元", "1234元"),
        ("1,234,567", "1234567"),
        ("3-5天", "3,5天"),
        ("3、5天", "3,5天"),
        ("3 — 5天", "3,5天"),
        ("12,34", "12,34"),
        ("2021,123", "2021,123"),
        ("〔2021〕3号", "2021,3号"),
        ("0512-7654321", "0512,7654321"),
        ("50%", "50%"),
        ("甲*乙_丙", "甲*乙_丙"),
        ("第3.", "第3"),
        ("二○二一", "二〇二一"),
        ("二零二一", "二零二一"),
        ("Σας", "σασ"),
        ("ｶﾞ①㎡", "ガ1m2"),
    ],
)
def test_what_changes_the_meaning_stays(text: str, expected: str) -> None:
    assert letters(text) == expected


def test_the_table_is_the_whole_rule() -> None:
    table = {
        character: reading
        for reading, characters in folding_table().items()
        for character in characters
    }
    assert table == {mark: reading for mark, reading in READS_AS.items() if mark != reading}
    assert all(map(str.isascii, set(READS_AS.values()) - set("σ〇")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021.3.5", ["2021年3月5日"]),
        ("2021-03-05起", ["2021年3月5日"]),
        ("2021年03月05日", ["2021年3月5日"]),
        ("2021 年 3 月 5 日", ["2021年3月5日"]),
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
    assert date_variants(normalize(text)) == expected

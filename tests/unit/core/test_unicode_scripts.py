"""Signs without a shape: where a script is written with them, and where they are left over."""

import pytest

from site_builder.core.text.unicode_scripts import is_needed_by_script, is_right_to_left

SIGNS = "\u061c\u180b\u180c\u180e\u200b\u200c\u200d\u200f\u202e\u2067\u2069"
RIGHT = {
    "a mark of direction after Uyghur": "（ئاپتونوم\u200fناھىيە\u200f）公告",
    "a mark before Uyghur": "公告\u200fئاپتونوم",
    "an Arabic letter mark": "ئا\u061c 12",
    "Persian": "مى\u200cروم",
    "a joiner after a letter": "ئىشى\u200d",
    "a joiner before a letter": " \u200dه",
    "isolates": "公告\u2067ئاپتونوم\u2069。",
    "Mongolian variants": "ᠮᠣᠩᠭᠣᠯ\u180bᠠ\u180c",
    "a Mongolian vowel separator": "ᠬᠠᠨ\u180eᠠ",
    "joiners in Mongolian": "ᠮᠣ\u200dᠩ",
    "Tibetan": "བོད\u200bཡིག",
    "Dai": "ᦑᦺ\u200bᦟᦹ",
    "a picture of two": "👩\u200d💻",
}
WRONG = {
    "between Han": "园\u200c区",
    "joined Han": "园\u200d区",
    "direction in Han": "园\u200f区",
    "isolates in Han": "园\u2067区\u2069",
    "a blank in Han": "园\u200b区",
    "a Mongolian sign in Han": "园\u180e区",
    "after Han, before Latin": "园\u200cA",
    "an override": "ئا\u202eئا",
    "a blank in Arabic": "ئا\u200bئا",
    "in Latin": "ab\u200fcd",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_it_belongs(text: str) -> None:
    signs = [at for at, character in enumerate(text) if character in SIGNS]
    assert signs
    assert all(is_needed_by_script(text, at) for at in signs)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_it_is_left_over(text: str) -> None:
    signs = [at for at, character in enumerate(text) if character in SIGNS]
    assert signs
    assert not any(is_needed_by_script(text, at) for at in signs)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("（ئاپتونوم）公告", True),
        ("2021 ئاپتونوم", True),
        ("公告（ئا）", False),
        ("བོད་ཡིག", False),
        ("", False),
    ],
)
def test_where_a_text_begins(text: str, answer: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_right_to_left(text) is answer

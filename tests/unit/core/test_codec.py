"""Values as JSON and back: halves of characters, which no file can hold, are refused."""

import pytest

from site_builder.core.codec import codec_of, dumps, loads

TEXT = codec_of(str)


@pytest.mark.parametrize("text", ["", "甲", "😀", "C:\\udisk", "\\\\ud800", "a\0b", "odd\udcff.md"])
def test_a_text_comes_back(text: str) -> None:
    assert loads(TEXT, dumps(TEXT, text)) == text


@pytest.mark.parametrize("data", [b'"\\ud800"', b'"a\\\\\\uDBFF"', b'"\xed\xa0\x80"', b'"\\udcff"'])
def test_half_a_character_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="half"):
        loads(TEXT, data)

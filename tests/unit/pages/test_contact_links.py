"""Which typed contacts become links: only what is certainly a number or a mail address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.contact_links import mail_links, telephone_links


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("0523-1234567、1234568", ["tel:+865231234567", "tel:+865231234568"]),
        ("0523-81234567 / 0523-81234568", ["tel:+8652381234567", "tel:+8652381234568"]),
        ("0523-81234567或12345", ["tel:+8652381234567", "tel:12345"]),
        ("0523-81234567转801", ["tel:+8652381234567;ext=801"]),
        ("（０５２３）８１２３－４５６７", ["tel:+8652381234567"]),
        ("+86 523 8123 4567", ["tel:+8652381234567"]),
        ("01081234567", ["tel:+861081234567"]),
        ("138 1234 5678", ["tel:+8613812345678"]),
        ("400-123-4567", ["tel:4001234567"]),
        ("0523-12345", ["tel:+8652312345"]),
    ],
)
def test_telephones(value: str, urls: list[str]) -> None:
    parts = telephone_links(value)
    assert [part.url for part in parts if part.url] == urls
    assert "".join(part.text for part in parts) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", "待定", "86341234", "000-00000000", "0523-XXXXXXX", "010-1234567", "20220115"),
        *("0523-81234567-801", "0523-81234567（传真）", "0523-81234567转801、802"),
        *("办公室0523-81234567", "0523-81234567、", "0523-812345678", "11321282MB1234567X"),
    ],
)
def test_in_doubt_a_telephone_stays_text(value: str) -> None:
    assert telephone_links(value) == ()


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("gk@park.gov.cn", ["mailto:gk@park.gov.cn"]),
        ("a.b+c@x-y.cn；d_e@f.cn", ["mailto:a.b+c@x-y.cn", "mailto:d_e@f.cn"]),
        *((odd, []) for odd in ("gk#park.cn", "gk@park", "a..b@c.cn", "a@b.cn?bcc=x@y.cn")),
        *((odd, []) for odd in ("gk＠park.cn", "a@b.cn（工作日）", "a b@c.cn", "园区@b.cn", "")),
    ],
)
def test_mail_addresses(value: str, urls: list[str]) -> None:
    assert [part.url for part in mail_links(value) if part.url] == urls


@given(st.text(alphabet="0１23458-－（）()+ 转、,/或a@.b", max_size=40))
def test_what_is_shown_never_changes(value: str) -> None:
    for parts in (telephone_links(value), mail_links(value)):
        assert not parts or "".join(part.text for part in parts) == value
        assert all(part.url.isascii() and " " not in part.url for part in parts)

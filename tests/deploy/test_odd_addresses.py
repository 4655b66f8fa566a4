"""What a host serves may name anything: no address in it ends the program."""

import pytest

from site_builder.core.errors import RequestError
from site_builder.core.http_client import Client
from site_builder.deploy.verify.external_links import Links, Stylesheets, check

ODD = (
    "http://[x",
    "http://",
    "http://a..b/",
    f"http://{'a' * 70}.cn/",
    "http://127.0.0.1:9/样式.css",
)


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_gets_no_answer(address: str) -> None:
    client = Client()
    with pytest.raises(RequestError, match="网址写得不对"):
        client.get(address, 10)


def test_odd_links_are_told() -> None:
    findings = check(dict.fromkeys(("HTTP://[x", "http://a..b/"), "a.html"), lambda *_: None)
    assert [finding.resource for finding in findings] == ["HTTP://[x", "http://a..b/"]


def test_pages_that_no_parser_likes() -> None:
    page = b'<link rel="stylesheet" href="a.css"><a href="HTTP://x.example/"><![x y[ <a href="">'
    assert Links.of(page, "") == ("HTTP://x.example/",)
    assert Stylesheets.of(page) == ("a.css",)

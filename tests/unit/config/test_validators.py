"""What an address may look like."""

import pytest

from site_builder.config.validators import is_absolute_url, is_base_url, is_host_name


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.gov.cn/gk/",
        "http://10.0.0.1:8080/",
        "https://政府.中国",
        "http://a.cn:1/",
    ],
)
def test_addresses_of_sites(address: str) -> None:
    assert is_base_url(address)
    assert is_absolute_url(address)


@pytest.mark.parametrize(
    "address",
    [
        *("http://[::1", "http://a.cn:99999/", "http://a.cn:0/", "http://..../", "http://"),
        *("ftp://a.cn/", "file:///etc/passwd", "http://a..cn/", "http://999.1.1.1/"),
        *("http://1.2.3/", f"http://{'a' * 64}.cn/", f"http://{'a.' * 130}cn/", "http://a.cn:/"),
    ],
)
def test_what_is_no_address(address: str) -> None:
    assert not is_base_url(address)
    assert not is_absolute_url(address)


def test_hosts() -> None:
    assert is_host_name("web.example.gov.cn")
    assert is_host_name("10.0.0.1")
    assert not is_host_name("10.0.0.256")
    assert not is_host_name(f"{'政' * 60}.cn")

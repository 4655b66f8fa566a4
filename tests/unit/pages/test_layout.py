"""The frame of all pages: what it states of the site, and where its links lead."""

from site_builder.config.settings import read_settings
from site_builder.core.urls import external_notice_url
from site_builder.model.settings import Settings
from site_builder.model.views.parts import AssetUrls, ExternalLink
from site_builder.pages.layout import build_layout, external_links
from tests.helpers.standards import STANDARDS

CONFIG = """
站点:
  名称: 园区政府信息公开
  机关: 园区
  域名: www.park.gov.cn
  授权: 转载请注明出处。
  公安备案链接: https://beian.mps.gov.cn/1
  党政机关标识链接: https://bszs.conac.cn/1
  党政机关标识图片: files/mark.png
  找错链接: https://fault.example/1
宿主网站:
  名称: 某市
  网址: https://city.example/
政府网站: [city.example]
"""


def settings() -> Settings:
    result, _ = read_settings(CONFIG.encode(), STANDARDS)
    assert result is not None
    return result


def test_links_to_other_sites_lead_over_a_notice() -> None:
    badge_url, error_report_url = "https://bszs.conac.cn/1", "https://fault.example/1"
    assert external_links(settings()) == (
        ExternalLink("某市", "https://city.example/", ""),
        ExternalLink("党政机关网站标识", badge_url, "", "files/mark.png"),
        ExternalLink("我为政府网站找错", error_report_url, external_notice_url(error_report_url)),
        ExternalLink("公安机关备案", "https://beian.mps.gov.cn/1", ""),
    )


def test_the_frame_says_what_the_settings_say() -> None:
    assets = AssetUrls(
        "site.css", "icon.svg", "modes.js", "search.js", "read-aloud.js", "share.png"
    )
    frame = build_layout(settings(), STANDARDS, (), assets)
    assert frame.parent_site == external_links(settings())[0]
    assert frame.footer_links == external_links(settings())[1:]
    assert (frame.domain, frame.licence) == ("www.park.gov.cn", "转载请注明出处。")

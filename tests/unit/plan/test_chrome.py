"""The frame of all pages: what it says of the site, and where its links lead."""

from site_builder.fields.load import load_standards
from site_builder.model.parts import AssetUrls, ExternalLink
from site_builder.model.settings import Settings
from site_builder.plan.chrome import chrome, outgoing
from site_builder.read.settings import read_settings
from site_builder.urls import external_notice_url

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
    found, _ = read_settings(CONFIG.encode(), load_standards().settings)
    assert found is not None
    return found


def test_links_to_other_sites_lead_over_a_notice() -> None:
    mark, fault = "https://bszs.conac.cn/1", "https://fault.example/1"
    assert outgoing(settings()) == (
        ExternalLink("某市", "https://city.example/", ""),
        ExternalLink("党政机关网站标识", mark, "", "files/mark.png"),
        ExternalLink("我为政府网站找错", fault, external_notice_url(fault)),
        ExternalLink("公安机关备案", "https://beian.mps.gov.cn/1", ""),
    )


def test_the_frame_says_what_the_settings_say() -> None:
    looks = AssetUrls("site.css", "icon.svg", "modes.js", "search.js", "read-aloud.js")
    frame = chrome(settings(), load_standards(), (), looks)
    assert frame.parent_site == outgoing(settings())[0]
    assert frame.footer_links == outgoing(settings())[1:]
    assert (frame.domain, frame.licence) == ("www.park.gov.cn", "转载请注明出处。")

"""The office's colour, emblem, pictures, links and pages: shown on all pages, judged like all."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from site_builder.config.main_colour import (
    BUILT_IN_COLOUR,
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    MIN_CONTRAST,
    TEXTS_ON_COLOUR,
    contrast,
    dark_mode_text,
    lowest_contrast,
    normalize_colour,
    passing_colour,
)
from site_builder.config.settings import read_settings
from site_builder.content.field_edits import edit_fields
from site_builder.usecases.edit_text import field_groups
from tests.helpers import ROOT, Project, ProjectFactory, clean_build
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import LIGHT_CONFIG, as_text, small_site

TODAY = "2022-01-25"
STYLE = """外观:
  主色: 8b1a1a
  标志: files/emblem.png
  页眉图片: files/header.png
导航:
  - {名称: 机构简介, 网页: about.md}
  - {名称: 办事大厅, 网址: https://hall.example.gov.cn/}
页眉链接:
  - {名称: 要闻, 网址: https://www.example.gov.cn/news/}
  - {名称: "<b>旅游</b>", 网址: https://www.example.com/}
页脚链接:
  - {名称: 隐私声明, 网址: https://www.example.gov.cn/privacy}
"""


def _picture(name: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (len(name), 8), "navy").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    project = make_project(as_text(small_site(1) | {"config.yaml": LIGHT_CONFIG + STYLE}))
    project.edit("content/about.md", "---\n标题: 机构简介\n发布日期: 2021-01-01\n---\n简介。\n")
    for name in ("emblem", "header"):
        project.edit(f"content/files/{name}.png", _picture(name))
    return project


def test_all_of_it_is_on_every_page(site: Project) -> None:
    outcome = site.build(today=TODAY)
    assert outcome.exit_code == 0, outcome.output
    for url in ("index.html", "2020/report.html", "catalogue/index.html", "search.html"):
        text, root = outcome.text(url), "../" * url.count("/")
        assert f'<img class="site-header__emblem" src="{root}files/emblem.png" alt="">' in text
        assert f'<img class="site-header__picture" src="{root}files/header.png" alt="">' in text
        assert f'<a href="{root}about.html">机构简介</a>' in text
        assert '<a href="https://hall.example.gov.cn/" rel="external">办事大厅</a>' in text
        assert '<a href="https://www.example.gov.cn/news/" rel="external">要闻</a>' in text
        assert '<a href="https://www.example.gov.cn/privacy" rel="external">隐私声明</a>' in text
        assert "&lt;b&gt;旅游&lt;/b&gt;（外部链接）" in text
        assert "<b>旅游" not in text
    own = outcome.text("about.html")
    assert '<a href="about.html" aria-current="true">机构简介</a>' in own
    assert own.count('aria-current="true"') == 1
    assert "/https://" not in outcome.text("404.html")
    assert "files/emblem.png" in outcome.files
    notices = [url for url in outcome.files if url.startswith("outside/")]
    assert any("www.example.com" in outcome.text(url) for url in notices)
    (style,) = (outcome.text(url) for url in outcome.files if url.endswith(".css"))
    own = ":root { --brand: #8b1a1a; --brand-line: #8b1a1a; --brand-text: #8b1a1a; }"
    assert style.index("--brand: #0b3a73") < style.index(own) < style.index("--brand: #000000")


@pytest.mark.parametrize("line", STYLE.splitlines())
def test_each_setting_changed_alone_equals_a_clean_build(site: Project, line: str) -> None:
    if line.endswith(":"):
        pytest.skip("a heading")
    config = site.read("config.yaml")
    site.build()
    changed = line.replace("8b1a1a", "0b3d1e").replace("emblem", "header").replace("简介", "概况")
    changed = (
        changed.replace("办事", "服务").replace("闻", "事").replace("旅", "漫").replace("声", "申")
    )
    site.edit("config.yaml", config.replace(line, changed.replace("header.png", "emblem.png")))
    assert dict(site.build().files) == clean_build(site)
    site.edit("config.yaml", config.partition("外观")[0])
    assert dict(site.build().files) == clean_build(site)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("8b1a1a", "ff6600", "主色 ff6600 太浅，印在上面的字看不清（对比度 "),
        ("8b1a1a", "red", "“red”不是颜色"),
        ("8b1a1a", '"#12345"', "“#12345”不是颜色"),
        ("8b1a1a", "[1, 2]", "主色"),
        ("files/emblem.png", "files/emblen.png", "是不是“files/emblem.png”？"),
        ("files/emblem.png", "https://www.example.com/a.png", "不是图片文件的地址"),
        ("files/emblem.png", "../../etc/passwd", "不是图片文件的地址"),
        ("files/emblem.png", "files/a.svg", "不是图片文件的地址"),
        ("about.md", "abuot.md", "是不是“about.md”？"),
        ("about.md", "../config.yaml", "没有对应的文件"),
        ("网页: about.md", "网址: javascript:alert(1)", "的网址不完整"),
        ("https://hall.example.gov.cn/", "//hall.example.gov.cn/", "的网址不完整"),
        ("https://www.example.com/", "data:text/html;x", "的网址不完整"),
        ("{名称: 隐私声明, 网址", "{名称: 隐私声明, 地址", "链接里没有“地址”"),
        ("{名称: 隐私声明, 网址", "{网址", "链接要写明“名称”"),
        ("网页: about.md", "网页: about.md, 网址: https://a.gov.cn/", "不能两个都写"),
        (
            "  - {名称: 隐私声明, 网址: https://www.example.gov.cn/privacy}",
            "  甲",
            "这里应当是列表",
        ),
    ],
)
def test_what_cannot_be_used_is_told(site: Project, old: str, new: str, message: str) -> None:
    site.edit("config.yaml", site.read("config.yaml").replace(old, new, 1))
    outcome = site.build(today=TODAY)
    assert (outcome.exit_code, message in outcome.output) == (1, True), outcome.output
    assert re.search(r"^config\.yaml:\d+:\d+ 错误 ", outcome.output, re.MULTILINE)
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize(
    "colour", ["#ff6600", "#ffffff", "#ffff00", "#00aaff", "#777777", "#e60012", "#00ff00"]
)
def test_the_colour_that_is_proposed_passes(site: Project, colour: str) -> None:
    nearest = passing_colour(colour)
    assert lowest_contrast(nearest) >= MIN_CONTRAST
    red, green, blue = (int(nearest[at : at + 2], 16) + 3 for at in (1, 3, 5))
    lighter = f"#{min(red, 255):02x}{min(green, 255):02x}{min(blue, 255):02x}"
    assert lowest_contrast(lighter) < MIN_CONTRAST, "a lighter one of its kind does not"
    digits = nearest.removeprefix("#")
    site.edit("config.yaml", site.read("config.yaml").replace("8b1a1a", colour.removeprefix("#")))
    output = site.build(today=TODAY).output
    assert f"写“主色: {digits}”" in output
    site.edit("config.yaml", LIGHT_CONFIG + f"外观:\n  主色: {digits}\n")
    assert site.build(today=TODAY).exit_code == 0
    assert all(contrast(dark_mode_text(nearest), each) >= MIN_CONTRAST for each in DARK_GROUNDS)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert normalize_colour("abc") == "#aabbcc"


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    text = Path(ROOT / "templates/assets/tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")[:2]
    dark = dark.partition("@media")[0]

    def values(part: str, *names: str) -> set[str]:
        return {value for name in names for value in re.findall(rf"--{name}: (#\w+);", part)}

    assert values(light, "ground", "surface") == set(LIGHT_GROUNDS)
    assert values(dark, "ground", "surface") == set(DARK_GROUNDS)
    assert values(light, "brand") == {BUILT_IN_COLOUR}
    on_brand = values(light, "on-brand", "on-brand-muted") | values(
        dark, "on-brand", "on-brand-muted"
    )
    assert on_brand == set(TEXTS_ON_COLOUR)


def test_the_settings_form_writes_all_of_it() -> None:
    groups = field_groups("config.yaml", STANDARDS)
    text = edit_fields(
        LIGHT_CONFIG,
        groups,
        {
            "main_colour": "8b1a1a",
            "emblem": "files/emblem.png",
            "navigation": [{"label": "机构简介", "url": "", "page": "about.md"}],
            "header_links": [{"label": "要闻", "url": "https://www.example.gov.cn/"}],
        },
        STANDARDS,
    )
    settings, diagnostics = read_settings(text.encode(), STANDARDS)
    assert settings is not None
    assert not any(diagnostic.is_error for diagnostic in diagnostics), text
    assert (settings.main_colour, settings.emblem) == ("#8b1a1a", "files/emblem.png")
    assert [(link.label, link.page) for link in settings.navigation] == [("机构简介", "about.md")]
    assert [link.url for link in settings.header_links] == ["https://www.example.gov.cn/"]
    assert LIGHT_CONFIG in text
    again = edit_fields(text, groups, {"navigation": [], "main_colour": ""}, STANDARDS)
    assert "about.md" not in again

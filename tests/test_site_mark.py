"""The mark of party and government sites: its picture in the footer, its record one link away."""

import lxml.html

from tests.helpers import ProjectFactory
from tests.properties.small_site import LAWFUL, as_text, document, small_site

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f"
    "0005fe02fe0def46b80000000049454e44ae426082"
)
RECORD = "https://bszs.conac.cn/sitename?method=show&id=0"


def with_mark(url: str, picture: str = "") -> str:
    marks = f"  党政机关标识链接: {url}\n  党政机关标识图片: {picture}\n联系方式:"
    files = small_site(1) | {
        "config.yaml": LAWFUL.replace("联系方式:", marks),
        "content/2020/documents/d0000.md": document(2020, 0, body=f"见[备案]({RECORD})。"),
    }
    return as_text(files)


def test_the_picture_stands_in_the_footer_of_every_page(make_project: ProjectFactory) -> None:
    site = make_project(with_mark(RECORD, "files/mark.png"))
    path = site.path / "content" / "files" / "mark.png"
    path.parent.mkdir()
    path.write_bytes(PIXEL)
    assert site.run("build", today="2022-01-25").exit_code == 0
    for url, root in (("index.html", ""), ("2020/documents/d0000.html", "../../")):
        page = lxml.html.fromstring((site.output / url).read_bytes())
        (picture,) = page.xpath("//footer//img")
        assert (picture.get("src"), picture.get("alt")) == (
            f"{root}files/mark.png",
            "党政机关网站标识",
        )
        # A government link, in the frame as in a text: no notice stands before it.
        assert picture.getparent().get("href") == RECORD
        assert not page.xpath("//*[contains(@href, 'outside/')]")
    assert (site.output / "files" / "mark.png").is_file()


def test_a_picture_that_is_not_there_is_told(make_project: ProjectFactory) -> None:
    outcome = make_project(with_mark(RECORD, "files/mark.png")).run("check", today="2022-01-25")
    assert (
        outcome.exit_code,
        "没有“党政机关标识图片”写的文件 content/files/mark.png" in outcome.output,
    ) == (
        1,
        True,
    )


def test_the_code_that_was_handed_out_is_no_address(make_project: ProjectFactory) -> None:
    code = "'<script src=\"http://dcs.conac.cn/js/1.js\"></script>'"
    output = make_project(with_mark(code, "mark.svg")).run("check", today="2022-01-25").output
    assert "不是网址，是挂标识用的代码" in output
    assert "“站点 → 党政机关标识图片”不是图片文件的地址：mark.svg" in output

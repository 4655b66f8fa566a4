"""What is taken out of a page to stand alone loads nothing, runs nothing, and keeps its words."""

from html.parser import HTMLParser

import pytest

from site_builder.render.standalone_copy import standalone_main, standalone_styles

PICTURE = b"\x89PNG"


def _main(body: str) -> str:
    def read(address: str) -> bytes | None:
        return PICTURE if address == "../files/a.png" else None

    page = f'<p>外</p><main id="main" tabindex="-1">{body}</main><p>外</p>'
    return str(standalone_main(page.encode(), read))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p id="a">甲&amp;乙&#160;<br>&lt;script&gt;</p>', None),
        ('<a href="#a">跳</a><a href="https://x.example/">外</a>', None),
        ('<a href="../files/a.pdf" class="k">附件</a>', '<a class="k">附件</a>'),
        ('<a href="javascript:alert(1)">甲</a>', "<a>甲</a>"),
        (
            '<img src="../files/a.png" alt="图&quot;">',
            '<img alt="图&quot;" src="data:image/png;base64,iVBORw==">',
        ),
        ('<img src="../files/b.png" alt="<b>" onerror="x">', "<em>[图：&lt;b&gt;]</em>"),
        ('<img src="http://x.example/a.png" alt="外">', "<em>[图：外]</em>"),
        ("<p>甲<script>alert(1)</script>乙</p>", "<p>甲乙</p>"),
        ("<form><p>甲<input><br></p></form>丙", "丙"),
        ('<p style="background:url(x)" onclick="x">甲</p>', "<p>甲</p>"),
        ("<details open><summary>甲</summary></details>", None),
    ],
)
def test_a_part_of_a_page(body: str, expected: str | None) -> None:
    assert _main(body) == (body if expected is None else expected)


def test_styles_load_nothing_and_do_not_end_early() -> None:
    sheet = b'a{cursor:url("p.svg"),auto}b::after{content:"</style><script>"}'
    styles = standalone_styles(sheet)
    assert styles == 'a{cursor:none,auto}b::after{content:"<\\/style><script>"}'
    parser = HTMLParser()
    parser.feed(f"<style>{styles}</style>")
    assert parser.cdata_elem is None

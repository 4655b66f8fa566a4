"""The picture that pages of a rollup are passed on with."""

import re

from tests.helpers.published_bodies import MadeBodies
from tests.helpers.rollup_sites import run_rollup

ADDRESS = "https://gk.example.gov.cn/"


def test_it_is_there_where_pages_name_it(small: MadeBodies) -> None:
    config = small.folder / "config.yaml"
    text = re.sub(r"(?m)^( +网址:.*\n)", "", config.read_text("utf-8"))
    text = text.replace("站点:\n", f"站点:\n  网址: {ADDRESS}\n", 1) + "下载: [csv, pdf]\n"
    config.write_text(text, "utf-8")
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    assert f'"og:image" content="{ADDRESS}assets/share.png"' in site.files["index.html"].decode()
    assert site.files["assets/share.png"].startswith(b"\x89PNG")

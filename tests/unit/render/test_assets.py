"""The style sheet that pages load says what its parts say, without comments and indentation."""

import gzip
from pathlib import Path

from site_builder.render import assets
from site_builder.render.template_folder import Templates
from tests.helpers import ROOT

SOURCE = """\
/* Of the house,
   in two lines. */
:root {
  --a: 1px; /* after */
  /* before */
  --b: url(a/*b*/.svg);
}

/**/
p::before { content: "/* no comment */"; margin: 0/**/1px; }
q { content: '\\'/*'; }
/* never closed
"""
STYLE = """\

:root {
--a: 1px;
--b: url(a/*b*/.svg);
}
p::before { content: "/* no comment */"; margin: 0 1px; }
q { content: '\\'/*'; }
"""


def test_comments_and_indentation_go_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    for name in ("tokens", "base", "elder", "contrast", "print"):
        text = SOURCE if name == "print" else ""
        (folder / f"{name}.css").write_text(text, encoding="utf-8")
    for name in assets.POINTER_IMAGES:
        (folder / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
    _, data = assets.stylesheet(Templates(tmp_path, ""))
    assert data.decode().lstrip("\n") == STYLE.lstrip("\n")


def test_a_phone_fetches_little() -> None:
    _, data = assets.stylesheet(Templates(ROOT / "templates", ""))
    assert b"/*" not in data
    assert len(gzip.compress(data, 9)) <= 12_300

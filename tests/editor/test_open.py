"""`edit --open` opens the editor in the browser that the system names, once it answers."""

import shlex
import sys
import time
from pathlib import Path

import pytest

from tests.preview.preview_client import run_preview

BROWSER = "import sys, urllib.request as r; open({!r}, 'wb').write(r.urlopen(sys.argv[1]).read())"


def test_the_browser_is_given_the_page_that_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened.html"
    program = shlex.join([sys.executable, "-c", BROWSER.format(str(opened))])
    monkeypatch.setenv("BROWSER", f"{program} %s &")
    project = tmp_path / "site"
    project.mkdir()
    with run_preview(project, "--open", command_name="edit") as running:
        end = time.monotonic() + 20
        while not (opened.exists() and opened.read_bytes().endswith(b"</html>\n")):
            assert time.monotonic() < end
            time.sleep(0.05)
    assert "这里还没有网站，请在编辑页面里新建。" in running.output
    assert "检查结果" not in running.output
    assert "新建" in opened.read_text(encoding="utf-8")

"""An entry taken out of YAML: its lines alone go."""

import pytest

from site_builder.content.entry_removal import remove_entry
from site_builder.core.errors import ValueProblem

TEXT = """站点:\r
  名称: 甲 # 全称\r
部署:\r
  # 一\r
  正式:  # 内网\r
    方式: 文件夹\r
    目录: |\r
      D:/x\r
  平台: {方式: 压缩包, 目录: y}\r
\r
# 完\r
"""


@pytest.mark.parametrize(
    ("path", "removed"),
    [
        ("部署/正式", "  正式:  # 内网\r\n    方式: 文件夹\r\n    目录: |\r\n      D:/x\r\n"),
        ("部署/正式/目录", "    目录: |\r\n      D:/x\r\n"),
        ("部署/平台", "  平台: {方式: 压缩包, 目录: y}\r\n"),
        ("站点/名称", "  名称: 甲 # 全称\r\n"),
    ],
)
def test_its_lines_go(path: str, removed: str) -> None:
    assert removed in TEXT
    assert remove_entry(TEXT, path.split("/")) == TEXT.replace(removed, "")


@pytest.mark.parametrize("path", ["部署/平台/目录", "部署/别的", "部署/平台/方式"])
def test_what_is_no_line_stays(path: str) -> None:
    with pytest.raises(ValueProblem):
        remove_entry(TEXT, path.split("/"))

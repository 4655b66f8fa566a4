"""What the manual quotes is what the program says; what it has readers write is understood."""

import re
from pathlib import Path

import pytest

from site_builder.core.yaml.nodes import parse_yaml
from tests.helpers import EXAMPLE, ROOT, Project, run_cli, sample_files
from tests.helpers.typed_commands import blocks_of, holds_commands
from tests.manual.scenes import CHAPTERS
from tests.properties.small_site import LAWFUL, lawful_site

OF_WINDOWS = {
    *("打开方式", "任务计划程序", "创建基本任务", "启动程序", "程序或脚本", "添加参数", "起始于"),
    *("Microsoft Store", "文件扩展名", "Windows 已保护你的电脑", "安全警告", "解除锁定"),
}
"""Words on the screen that are not ours."""
OF_LEVELS = {"初审看过以后", "复审看过以后"}
"""Put together of the name of a level and words of ours."""
SETTINGS = ("部署", "审核", "外观")


def _prose(path: Path) -> str:
    """Return a chapter without its blocks and descriptions of pictures."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^(`{3,}).*?^\1$|!\[.*?\]", "", text, flags=re.DOTALL | re.MULTILINE)


def _program() -> str:
    """Return all that the program may say, its strings put together again."""
    suffixes = (".py", ".yaml", ".html", ".js")
    paths = [path for path in (ROOT / "site_builder").rglob("*") if path.suffix in suffixes]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*paths, ROOT / "start.bat"])
    return re.sub(r'"\s*\n\s*f?"', "", text)


def test_words_in_quotes_are_on_the_screen() -> None:
    program = _program()
    quoted = {
        words.replace("`", "")
        for path in CHAPTERS
        for words in re.findall(r"“([^”]+)”", _prose(path))
    }
    assert {words for words in quoted if words not in program} == OF_WINDOWS | OF_LEVELS


def test_messages_in_the_list_of_troubles_are_the_programs() -> None:
    (path,) = (path for path in CHAPTERS if path.stem == "troubles")
    table = path.read_text(encoding="utf-8").partition("| 提示里的话 |")[2].partition("\n\n")[0]
    messages = re.findall(r"^\| (?!---)([^|]+) \|", table, re.MULTILINE)
    program = re.sub(r"\{[^{}]*\}", "", _program())
    assert len(messages) >= 10
    assert not [words for words in messages if words not in program]


def _written() -> list[str]:
    return [block for path in CHAPTERS for block in blocks_of(path) if not holds_commands(block)]


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_understood(name: str, tmp_path: Path) -> None:
    (block,) = (block for block in _written() if block.startswith(name))
    site = Project(tmp_path)
    for path, text in lawful_site(1).items():
        site.edit(path, text)
    for picture in re.findall(r"files/\w+\.png", block):
        site.edit(f"content/{picture}", sample_files.picture("PNG"))
    site.edit("content/about.md", "---\n标题: 园区概况\n---\n略。\n")
    site.edit("config.yaml", LAWFUL + block)
    output = run_cli("check", "--project", str(tmp_path), "--today", "2022-01-25")[1]
    assert not re.search(r"^config\.yaml\S* 错误", output, re.MULTILINE), output


def test_a_document_is_understood(example: Project) -> None:
    """As a whole, with the table of the text below it, then with what was corrected."""
    blocks = _written()
    (head,) = (block for block in blocks if block.startswith("---\n"))
    tables = [block for block in blocks if block.startswith(("表：", "```表格"))]
    corrected = next(block for block in blocks if block.startswith("更正:"))
    assert len(tables) == 2
    example.edit("content/2022/files/hours.xlsx", sample_files.sheet([["窗口", "时间"]]))
    path = "content/2022/documents/hours.md"
    for text in (head, head.replace("---\n", f"---\n{corrected}", 1)):
        example.edit(path, "\n".join((text, *tables)))
        exit_code, output, _ = run_cli("check", path, "--project", str(example.path))
        assert exit_code == 0, output


@pytest.fixture
def example(tmp_path: Path) -> Project:
    site = Project(tmp_path / "site")
    for path in EXAMPLE.rglob("*"):
        if path.is_file() and not {".build", "public"} & set(path.parts):
            site.edit(path.relative_to(EXAMPLE).as_posix(), path.read_bytes())
    return site


def test_every_other_block_is_yaml() -> None:
    others = [block for block in _written() if not block.startswith(("---\n", "表：", "```"))]
    assert len(others) >= 5
    assert not [block for block in others if parse_yaml(block, "x.yaml")[1]]

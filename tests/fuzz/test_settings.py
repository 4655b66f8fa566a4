"""`config.yaml` and what targets are made from: all of it is a diagnostic or a setting."""

import shutil
from pathlib import Path
from random import Random

from tests.fuzz.mutations import WORDS, text
from tests.fuzz.runs import Tally, generator, run
from tests.fuzz.test_sources import BASE
from tests.helpers import EXAMPLE, Project, clean_build

ADDRESSES = (
    *(
        "http://[",
        "https://[::1",
        "https://www.example.gov.cn./",
        "http://a@b.cn/",
        "//x/",
        "http:",
    ),
    *(
        "https://a..b.cn/",
        f"https://{'a' * 70}.cn/",
        "https://www.example.gov.cn:99999/",
        "https://。/",
    ),
    *(
        "https://www.example.gov.cn/%zz/",
        "https://例子.政务/",
        "HTTPS://WWW.GOV.CN/",
        "https://1.2.3/",
    ),
)
LINES = (
    *(
        "  网址: {}",
        "  党政机关标识链接: {}",
        "  ICP备案号: {}",
        "  标识码: {}",
        "  主办单位: {}",
        "  域名: {}",
    ),
    *(
        "目录每页: {}",
        "下载: {}",
        "索引号格式: {}",
        "政府网站: {}",
        "许可外链: {}",
        "审核级别: {}",
        "接受: {}",
    ),
    *(
        "表述: {}",
        "公文下载: {}",
        "  - {{问题: {}, 理由: 甲}}",
        "  正式: {{方式: 文件夹, 目录: {}}}",
        "联系方式: {}",
    ),
    *(
        "  正式: {{方式: 文件夹, 目录: ../www, 网址: {}}}",
        "  包: {{方式: 压缩包, 目录: ../zip, 格式: {}}}",
    ),
)
"""Lines an office may write, with a gap for a value."""
TARGET = "\n部署:\n  正式: {方式: 文件夹, 目录: ../www, 网址: 'https://www.example.gov.cn/gk/'}\n"


def mutated(examples: list[bytes], random: Random) -> bytes:
    data = random.choice(examples)
    if random.random() < 0.5:
        data = text(data, random.choice(examples), random)
    for _ in range(random.choice((0, 1, 2))):
        value = random.choice(
            (*ADDRESSES, *WORDS, "[甲, 乙]", "[甲", "{甲: 乙}", "[[甲]]", "(a+)+$")
        )
        value = random.choice(("{}", "'{}'", '"{}"')).format(value)
        lines = data.split(b"\n")
        line = random.choice(LINES).format(value).encode()
        lines.insert(random.randint(0, len(lines)), line)
        data = b"\n".join(lines)
    return data


def test_settings(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    (tmp_path / "www").mkdir()
    plain = (BASE / "config.yaml").read_bytes()
    example = (EXAMPLE / "config.yaml").read_bytes()
    examples = [plain + TARGET.encode(), plain, example]
    while tally.inputs < (budget or 12):
        random = generator(tally.seed, tally.inputs)
        inputs = {"config.yaml": mutated(examples, random)}
        project.edit("config.yaml", inputs["config.yaml"])
        tally.count(inputs)
        where = ("--project", str(project.path))
        command = "build" if random.random() < 0.15 else "check"
        exit_code, _ = run(tally, inputs, command, *where, "--jobs", "1", "--today", "2022-02-01")
        tally.survived += exit_code == 0
        if random.random() < 0.2:
            run(tally, inputs, "web-config", "nginx", "正式", *where)
            run(tally, inputs, "web-config", "caddy", *where)
            run(tally, inputs, "verify", random.choice(ADDRESSES), *where)
    project.edit("config.yaml", plain)
    outcome = project.build()
    assert (outcome.exit_code, dict(outcome.files)) == (0, clean_build(project))
    tally.assert_no_failures()

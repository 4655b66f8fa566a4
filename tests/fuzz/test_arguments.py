"""Arguments of every command: whatever is typed is work done or one sentence, never a traceback."""

import os
import shutil
from pathlib import Path
from random import Random

from tests.fuzz.mutations import WORDS
from tests.fuzz.runs import Tally, generator, run
from tests.fuzz.test_settings import ADDRESSES, TARGET
from tests.fuzz.test_sources import BASE
from tests.helpers import Project, clean_build

FLAGS = {
    "build": ("--output", "--drafts", "--wechat", "--today", "--clean", "--brief", "--jobs"),
    "check": ("--only", "--format", "--deploy", "--brief", "--explain", "--jobs", "--today"),
    "sign": ("--level", "--signer", "--by"),
    "new": (),
    "serve": ("--host", "--port", "--today"),
    "deploy": ("--author", "--dry-run", "--force", "--from", "--today", "--again", "--built"),
    "rollback": ("--author", "--by"),
    "releases": ("--format",),
    "verify": ("--record", "--links", "--format"),
    "web-config": ("--output",),
    "": ("--version", "--help", "-h"),
}
ODD = (
    *(
        "",
        " ",
        ".",
        "..",
        "-",
        "--",
        "\0",
        "a\0b",
        "\udcff\udcfe",
        "\ud800",
        "a" * 300,
        "a" * 5_000,
    ),
    *("/dev/null", "/dev/null/x", "/proc/self/mem", "/none/none", "~", "~root", "*", "con", "a\nb"),
    *(
        "content",
        "content/2021",
        "content/2021/report.md",
        "content\\2021",
        "./content/",
        "config.yaml",
    ),
    *(
        "public",
        "public/index.html",
        ".build",
        ".build/lock",
        "v001",
        "p001,n001",
        "n001/balance",
        "V001",
    ),
    *(
        "0",
        "-1",
        "1",
        "256",
        "99999999999",
        "8000",
        "١",
        "2021",
        "2022",
        "9999",
        "0000",
        "1e3",
        "０",
    ),
    *("2022-02-01", "2022-02-30", "0001-01-01", "9999-12-31", "20220201", "text", "json", "sarif"),
    *(
        "正式",
        "包",
        "report",
        "初审",
        "终审",
        "张三",
        "nginx",
        "caddy",
        "二〇二二",
        "%s",
        "{0}",
        "$HOME",
    ),
)


def argv(random: Random) -> list[str]:
    command = random.choice(list(FLAGS))
    words = [command] if command else []
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        flags = FLAGS[command] if random.random() < 0.9 else random.choice(list(FLAGS.values()))
        if flags and random.random() < 0.7:
            words.append(random.choice(flags))
        if random.random() < 0.7:
            words.append(random.choice((*ODD, *ADDRESSES, *WORDS)))
    return words


def test_arguments(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    (tmp_path / "www").mkdir()
    project.edit("config.yaml", project.read("config.yaml") + TARGET)
    assert project.build().exit_code == 0
    cwd = Path.cwd()
    os.chdir(project.path)  # what is written by odd names stays in there
    try:
        while tally.inputs < (budget or 70):
            random = generator(tally.seed, tally.inputs)
            words = argv(random)
            if random.random() < 0.15:
                words += ["--project", random.choice((*ODD, str(tmp_path), str(project.path)))]
            inputs = {"argv": repr(words).encode()}
            tally.count(inputs)
            _run(tally, inputs, words)
    finally:
        os.chdir(cwd)
    for path in project.path.iterdir():
        if path.name not in ("content", "config.yaml", "public", ".build"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(project.path / "content")
    shutil.copytree(BASE / "content", project.path / "content")
    outcome = project.build(clean=True)
    assert (outcome.exit_code, dict(outcome.files)) == (0, clean_build(project))
    tally.assert_no_failures()


def _run(tally: Tally, inputs: dict[str, bytes], words: list[str]) -> None:
    if "serve" in words[:1] or "deploy" in words[:1]:
        # One that can begin goes on for ever, or waits for another's lock: that is no fault.
        words = [*words, "--project", "none"]
    exit_code, _ = run(tally, inputs, *words)
    tally.survived += exit_code == 0

"""Texts, figures, tables and the names of files: whatever is typed is a diagnostic or a page."""

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from random import Random
from threading import Event, Thread

from tests.fuzz.mutations import text
from tests.fuzz.runs import Tally, generator, run
from tests.helpers import EXAMPLE, ROOT, Project, clean_build

BASE = ROOT / "tests" / "bad" / "base"
SEEDS = EXAMPLE / "content"
PLACES = (
    *(f"content/2021/documents/d{number:02d}.md" for number in range(24)),
    *("content/2021/report.md", "content/2021/figures.yaml", "content/2020/index.md"),
    *("content/guide.md", "content/apply.md", "content/index.md", "content/rules/review.md"),
    *("content/2021/files/phones.csv", "content/2021/report.sign.yaml"),
)
"""Files of one run: each is one input."""
_ERROR = re.compile(r"^(content/[^:\s]+)(?::\d+)* 错误", re.MULTILINE)


def seeds(path: str) -> list[bytes]:
    """List the well-formed files of the kind of a place."""
    name = Path(path).name
    if name.endswith(".sign.yaml"):
        return [b"file: report.md\n\xe5\xae\xa1\xe7\xad\xbe:\n- \xe7\xba\xa7\xe5\x88\xab: a\n"]
    if name in ("report.md", "figures.yaml"):
        paths = sorted(SEEDS.glob(f"202[12]/{name}"))
    elif name.endswith(".csv"):
        paths = sorted(SEEDS.glob("*/files/*.csv"))
    else:
        paths = sorted(SEEDS.glob("*/documents/*.md")) + sorted(SEEDS.glob("*.md"))
    return [path.read_bytes() for path in paths]


def mutated(path: str, random: Random) -> bytes:
    examples = seeds(path)
    return text(random.choice(examples), random.choice(examples), random)


def test_texts(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    assert project.build().exit_code == 0
    while tally.inputs < (budget or len(PLACES)):
        random = generator(tally.seed, tally.inputs)
        batch = {path: mutated(path, random) for path in PLACES}
        _try(tally, project, batch)
    assert_incremental(project)
    tally.assert_no_failures()


def test_long_runs(tally: Tally, tmp_path: Path) -> None:
    """What grows with the square of a run hangs here; addresses count as runs of blanks."""
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    for unit in (" ", "第", "1"):
        run_of_it = unit * 200_000
        line = f"见[甲](https://www.example.cn/{'a' * 200_000})和甲{run_of_it}乙。"
        project.edit("content/guide.md", f"---\n名称: 指南\n---\n\n{line}\n")
        inputs = {"guide.md": line.encode()}
        tally.count(inputs)
        arguments = ("--project", str(project.path), "--jobs", "1")
        code, output = run(tally, inputs, "check", *arguments, seconds=30)
        assert (code, "content/guide.md" in output) == (0, True), output
    tally.assert_no_failures()


def _try(tally: Tally, project: Project, batch: dict[str, bytes]) -> None:
    """Check all inputs together, then build those that are without errors."""
    for path, data in batch.items():
        project.edit(path, data)
    tally.count(batch)
    arguments = ("--project", str(project.path), "--today", "2022-02-01", "--jobs", "1")
    bad: set[str] = set()
    for _ in range(6):
        exit_code, output = run(tally, batch, "build", *arguments)
        bad = set(_ERROR.findall(output))
        if exit_code == 0 or not bad:
            break
        for path in bad | {"content/2021/report.sign.yaml"}:
            _restore(project, path)
        batch = {path: data for path, data in batch.items() if path not in bad}
    tally.survived += len(batch) if not bad else 0


def _restore(project: Project, path: str) -> None:
    good = BASE / path
    if good.is_file():
        project.edit(path, good.read_bytes())
    elif (project.path / path).exists():
        project.remove(path)


def assert_incremental(project: Project) -> None:
    """Bring a project back to what builds; what stands then is what a clean build makes."""
    for path in PLACES:
        if project.build().exit_code == 0:
            break
        _restore(project, path)
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    assert dict(outcome.files) == clean_build(project)


# --- what is no text at all -----------------------------------------------------------------------


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server_socket:
        server_socket.bind(str(path))


def _device(path: Path) -> None:
    os.mknod(path, 0o20666, os.makedev(1, 5))


def _locked(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


def _file_with_mtime(seconds: float) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text("---\n标题: 甲\n---\n乙。\n", encoding="utf-8")
        os.utime(path, (seconds, seconds))

    return write


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(60_000_000)


ODD: tuple[Callable[[Path], object], ...] = (
    os.mkfifo,
    *(
        _socket,
        _device,
        _locked,
        _sparse,
        _file_with_mtime(2**34),
        _file_with_mtime(-(2**31)),
        _file_with_mtime(0),
    ),
    lambda path: path.symlink_to(path),
    lambda path: path.symlink_to(path.parent, target_is_directory=True),
    lambda path: path.symlink_to("/dev/zero"),
    lambda path: path.symlink_to(path.parent / "none"),
    lambda path: path.mkdir(),
    lambda path: (path / "a.md").mkdir(parents=True),
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"\xff\xfe\0\0"),
)
NAMES: tuple[bytes, ...] = (
    *(b"x.md", b"x.csv", b"x.pdf", b"x.docx", b"x.sign.yaml", b"report.md", b"index.md", b"con.md"),
    *(b"\xff\xfe.md", b"a\nb.md", b"-rf.md", b"a b.md", b"\xe7\x94\xb2.md", b"x.md.md", b"X.MD"),
    *(b"a" * 250 + b".md", b"..a.md", b"a..md", b"\x1b[31m.md", b".x.md", b"~$x.docx", b"x.", b"x"),
    *(
        b"\xed\xa0\x80.csv",
        b"\xe2\x80\xae.csv",
        b"2021",
        b"files",
        b"20210.md",
        b"assets.md",
        b"a'.md",
    ),
)
FOLDERS = ("", "2021", "2021/documents", "2021/files", "rules", "files", "9999", "2021/files/deep")


def test_odd_files(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    shutil.copytree(BASE / "content" / "2021" / "files", project.path / "content" / "files")
    before = dict(project.build().files)
    while tally.inputs < (budget // 10 or 24):
        random = generator(tally.seed, tally.inputs)
        created = [_put(project, random) for _ in range(random.choice((1, 3, 8)))]
        tally.count({str(number): b"" for number in range(len(created))})
        command = random.choice(("check", "build"))
        with _vanishing(project, random) if budget else nullcontext():
            run(tally, {"names": repr(created).encode()}, command, "--project", str(project.path))
        for path in created:
            _remove(path)
        shutil.rmtree(project.path / "content")
        shutil.copytree(BASE / "content", project.path / "content")
        shutil.copytree(BASE / "content" / "2021" / "files", project.path / "content" / "files")
    assert dict(project.build().files) == before
    tally.assert_no_failures()


@contextmanager
def _vanishing(project: Project, random: Random) -> Iterator[None]:
    """Let files go and come while they are read: which is seen when is left to chance."""
    paths = [path for path in (project.path / "content").rglob("*.*") if path.is_file()]
    originals = [(path, path.read_bytes()) for path in random.sample(paths, 4)]
    stopped = Event()

    def flicker() -> None:
        while not stopped.wait(0.001):
            for path, data in originals:
                path.unlink(missing_ok=True)
                stopped.wait(0.001)
                path.write_bytes(data)

    thread = Thread(target=flicker)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _put(project: Project, random: Random) -> Path:
    folder = project.path / "content" / random.choice(FOLDERS)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), random.choice(NAMES))))  # noqa: PTH118 - bytes
    with suppress(OSError):
        _remove(path)
        random.choice(ODD)(path)
    return path


def _remove(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

"""Builds killed at random moments: never a torn file, and the next build equals a clean one."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from site_builder.build.options import Options, Result
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.standards_loader import loader_of
from site_builder.usecases.build import build
from tests.helpers import Project, ProjectFactory, read_tree
from tests.helpers.process_killer import Killer
from tests.helpers.standards import STANDARDS
from tests.properties.forked_build import TODAY, start_build
from tests.properties.small_site import LIGHT_CONFIG, as_text, document, small_site

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="the system cannot kill like this"
)

DOCUMENTS = 16


@dataclass(frozen=True)
class Version:
    """A state of the sources, and what a clean build makes of it."""

    sources: Mapping[str, str]
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def _sources(number: int) -> dict[str, str]:
    """Write a site that differs from the others in its frame, a title, texts and which files."""
    files = small_site(DOCUMENTS)
    del files[f"content/2020/documents/d{2 * number:04d}.md"]
    path = "content/2021/documents/d0001.md"
    files[path] = document(2021, 1, title=f"第{number}稿", body=f"第{number}稿的正文。" * 99)
    files[f"content/2021/documents/new{number}.md"] = document(2021, 500 + number)
    # The widest change comes every second time: its frame is on every page.
    files["config.yaml"] = LIGHT_CONFIG.replace("测试园区政府", f"测试园区{number // 2}政府")
    return files


def _build(project: Path, output: Path) -> Result:
    result = build(Options(project, output, TODAY), loader_of(STANDARDS))
    assert not result.failed, result.diagnostics
    return result


def _put(site: Project, sources: Mapping[str, str]) -> None:
    for path in (site.path / "content").rglob("*.md"):
        if path.relative_to(site.path).as_posix() not in sources:
            path.unlink()
    for name, text in sources.items():
        if not (site.path / name).exists() or site.read(name) != text:
            site.edit(name, text)


def _versions(make_project: ProjectFactory) -> Iterator[Version]:
    for number in range(3):
        sources = _sources(number)
        site = make_project(as_text(sources))
        result = _build(site.path, site.output)
        yield Version(sources, read_tree(site.output), result.diagnostics)


def _published(output: Path) -> dict[str, bytes]:
    """Read what visitors of the folder see; not what is prepared in it."""
    return {url: data for url, data in read_tree(output).items() if url[0] != "."}


def _kill_while_moving(process: subprocess.Popen[bytes], output: Path, delay: float) -> bool:
    """Kill a build when it has begun to move files into place. Returns whether it got there."""
    while process.poll() is None:
        with suppress(OSError), os.scandir(output / ".site-builder" / "old") as entries:
            if any(True for _ in entries):
                time.sleep(delay)
                process.kill()
                return process.wait() != 0
        time.sleep(0.0005)
    return False


def _kill_builds(make_project: ProjectFactory, kills: int, seed: int) -> None:
    versions = list(_versions(make_project))
    random, killer, moving = Random(seed), Killer(1.0), 0  # noqa: S311 - the same every time
    site = make_project(as_text(versions[0].sources))
    _build(site.path, site.output)
    attempts = 0
    while killer.killed + moving < kills:
        attempts += 1
        assert attempts < 10 * kills, "hardly any build was caught under way"
        version = random.choice(versions)
        _put(site, version.sources)
        process = start_build(site.path, site.output, random.choice((1, 2)))
        if random.random() < 0.5:
            moving += _kill_while_moving(process, site.output, 0.004 * random.random())
        else:
            killer.kill(process, 0.1 + 0.9 * random.random())
        for url, data in _published(site.output).items():
            whole = any(data == version.files.get(url) for version in versions)
            assert whole, f"torn, or of no version: {url} after attempt {attempts}"
        if random.random() < 0.7:
            result = _build(site.path, site.output)
            assert read_tree(site.output) == version.files, attempts
            assert result.diagnostics == version.diagnostics
    assert moving, "no build was caught while moving files"


def test_killed_builds_leave_no_torn_file_and_are_made_good(make_project: ProjectFactory) -> None:
    _kill_builds(make_project, 6, seed=3)


@pytest.mark.large
@pytest.mark.timeout(1800)
def test_a_hundred_kills(make_project: ProjectFactory) -> None:
    _kill_builds(make_project, 100, seed=11)

"""Somebody else at the files of a site: one random change at a time, each can be undone."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

KINDS = ("changed byte", "added file", "removed file", "swapped page", "link")


@contextmanager
def tampered(
    folder: Path, urls: Iterable[str], kind: str, random: Random
) -> Iterator[frozenset[str]]:
    """Change a file of a release, or add one; give the URLs that are no longer as they were."""
    target = folder / random.choice(sorted(urls))
    safe = folder.with_name("kept-for-the-test")
    shutil.copytree(folder, safe)
    try:
        changed = _change(target, kind, random)
        yield frozenset(path.relative_to(folder).as_posix() for path in changed)
    finally:
        shutil.rmtree(folder)
        safe.rename(folder)


def _change(target: Path, kind: str, random: Random) -> list[Path]:
    folder = target.parent
    if kind == "changed byte":
        data = bytearray(target.read_bytes())
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        _write(target, bytes(data))
        return [target]
    if kind == "added file":
        names = ("x.php", ".hidden", "site.deadbeef.css", "新页.html", "index.html.bak", "a/b.html")
        added = folder / random.choice(names)
        added.parent.mkdir(exist_ok=True)
        added.write_bytes(random.randbytes(random.randrange(100)))
        return [added]
    if kind == "removed file":
        target.unlink()
        return [target]
    if kind == "swapped page":
        top = next(path for path in (folder, *folder.parents) if (path / "404.html").exists())
        pages = sorted(top.rglob("*.html"))
        first_page = random.choice(pages)
        first_data = first_page.read_bytes()
        second_page = random.choice([page for page in pages if page.read_bytes() != first_data])
        second_data = second_page.read_bytes()
        _write(first_page, second_data)
        _write(second_page, first_data)
        return [first_page, second_page]
    planted = folder / "planted"
    planted.symlink_to("/etc")
    return [planted]


def _write(path: Path, data: bytes) -> None:
    """Write a file of one release; others may share it by a hard link."""
    path.unlink()
    path.write_bytes(data)

"""Attachments of every kind, spoilt: each is checked, cleaned and published, or refused."""

import io
import re
import shutil
import zipfile
from pathlib import Path
from random import Random

from tests.fuzz.mutations import WORDS, raw, text
from tests.fuzz.runs import Tally, generator, run
from tests.fuzz.test_sources import BASE
from tests.helpers import EXAMPLE, Project, clean_build

BATCH = 20
_ERROR = re.compile(r"^(content/[^:\s]+)(?::\d+)* 错误", re.MULTILINE)


def seeds(output: Path) -> list[tuple[str, bytes]]:
    """List well-formed files: ending and bytes, of the example and of what the program makes."""
    paths = [*sorted((EXAMPLE / "content").glob("*/files/*")), *sorted(output.rglob("*-report.*"))]
    paths += [path for path in sorted(output.rglob("report.*")) if path.suffix != ".html"]
    by_suffix = {path.suffix: (path.suffix, path.read_bytes()) for path in paths if path.is_file()}
    return [*by_suffix.values(), *PICTURES]


PICTURES = (
    (
        ".png",
        bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
        + bytes.fromhex("0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"),
    ),
    (".gif", b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"),
    (".jpg", bytes.fromhex("ffd8ffe000104a46494600010100000100010000fffe0006e794b2ffd9")),
    (".webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"),
    (".zip", b"PK\x05\x06" + b"\0" * 18),
    (".svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>"),
    (".mp3", b"ID3\x04\0\0\0\0\0\x0fTPE1\0\0\0\x05\0\0\0name\xff\xfb\x90\0"),
    (".mp4", b"\0\0\0\x18ftypisom\0\0\2\0isommp41\0\0\0\x08mdat"),
)


def mutated(suffix: str, data: bytes, other: bytes, random: Random) -> bytes:
    if suffix in (".csv", ".txt", ".svg", ".json"):
        return text(data, other, random)
    if data[:4] == b"PK\x03\x04" and random.random() < 0.7:
        return _repacked(data, random)
    return raw(data, other, random)


def _repacked(data: bytes, random: Random) -> bytes:
    """Spoil one part of an archive, or its name, and pack it again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            part = old.read(name)
            called = name
            if name == chosen:
                part = random.choice((_xml, raw, text))(part, part, random)
                called = random.choice(
                    (name, name, name, "../x", f"/{name}", "a" * 300, "甲\\乙", name[1:])
                )
            new.writestr(called or "x", part, zipfile.ZIP_DEFLATED)
            if name == chosen and random.random() < 0.1:
                new.writestr("word/media/x.bin", bytes(random.choice((1, 5_000_000))), 8)
    packed = out.getvalue()
    return packed if random.random() < 0.9 else raw(packed, packed, random)


def _xml(part: bytes, _: bytes, random: Random) -> bytes:
    """Put entities, depth or odd words into XML."""
    at = part.find(b">", random.randint(0, len(part))) + 1
    odd = random.choice(
        (
            b"<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;'>]>",
            b"&c;",
            b"<a>" * 5_000,
            b"<![CDATA[",
            b"<?x ?>",
            b"<w:t>13800138000</w:t>",
            random.choice(WORDS).encode(),
        )
    )
    return part[:at] + odd + part[at:]


def test_attachments(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    assert project.build().exit_code == 0
    seed_files = seeds(project.output)
    while tally.inputs < (budget or 2 * BATCH):
        random = generator(tally.seed, tally.inputs)
        batch = {}
        for number in range(BATCH):
            suffix, data = random.choice(seed_files)
            other = random.choice(seed_files)[1]
            wrong = random.choice(seed_files)[0] if random.random() < 0.1 else suffix
            name = f"content/2021/files/f{number:02d}{wrong}"
            batch[name] = mutated(suffix, data, other, random)
        _try(tally, project, batch)
    outcome = project.build(today="2022-02-01")
    assert (outcome.exit_code, dict(outcome.files)) == (0, clean_build(project))
    tally.assert_no_failures()


def _try(tally: Tally, project: Project, batch: dict[str, bytes]) -> None:
    for path in (project.path / "content/2021/files").glob("f[0-9]*"):
        path.unlink()
    for name, data in batch.items():
        project.edit(name, data)
    tally.count(batch)
    where = ("--project", str(project.path), "--today", "2022-02-01", "--jobs", "1")
    for _ in range(4):
        exit_code, output = run(tally, batch, "build", *where)
        bad = set(_ERROR.findall(output)) & batch.keys()
        if not bad:
            break
        for name in bad:
            project.remove(name)
            del batch[name]
    tally.survived += len(batch) if exit_code == 0 else 0

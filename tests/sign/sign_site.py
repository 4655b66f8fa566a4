"""A site in which every document must be signed, and the signing of it."""

import datetime as dt

from tests.helpers import Project, run_cli
from tests.properties.small_site import LIGHT_CONFIG

DAY = dt.date.today()  # noqa: DTZ011 - sign-offs bear the real day
REPORT = "content/2020/report.md"
MUST = LIGHT_CONFIG + "审核: 必须\n"


def sign(site: Project, level: str, name: str, file: str = REPORT) -> tuple[int, str]:
    exit_code, output, _ = run_cli(
        "sign",
        file,
        "--project",
        str(site.path),
        "--level",
        level,
        "--signer",
        name,
    )
    return exit_code, output


def sign_all(site: Project) -> None:
    for path in sorted((site.path / "content").rglob("*.md")):
        file = path.relative_to(site.path).as_posix()
        for level, name in (("初审", "张三"), ("复审", "李四"), ("终审", "王五")):
            exit_code, output = sign(site, level, name, file)
            assert exit_code == 0, output

"""A register of made bodies with a small project for each."""

from pathlib import Path

from tests.helpers import split_files
from tests.properties.small_site import LIGHT_CONFIG, as_text, document, small_site

TODAY = "2022-01-25"


def body_folder(number: int) -> str:
    """Return the folder of a body's project, from the register."""
    return f"bodies/b{number:05d}"


def register_text(count: int) -> str:
    """Write the register: a government, and the bodies below it, each with a project."""
    lines = ["机构:", "  - {代码: GOV, 名称: 测试县人民政府, 类别: 政府}"]
    lines += [
        f"  - {{代码: B{number:05d}, 名称: 测试县第{number}局, 类别: 部门, 上级: GOV,"
        f" 项目: {body_folder(number)}}}"
        for number in range(count)
    ]
    return "\n".join(lines) + "\n"


def write_fleet(folder: Path, bodies: int, documents: int, config: str = LIGHT_CONFIG) -> None:
    """Write a register and the projects of all its bodies."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bodies.yaml").write_text(register_text(bodies), encoding="utf-8")
    base = split_files(as_text(small_site(0)))
    for number in range(bodies):
        name = f"测试县第{number}局"
        files = {path: text.replace("测试园区", name) for path, text in base.items()}
        files["config.yaml"] = config.replace("测试园区", name)
        for at in range(documents):
            text = document(2020, at, f"{name}关于第{at}号事项的通知")
            files[f"content/2020/documents/d{at:04d}.md"] = text
        for path, text in files.items():
            target = folder / body_folder(number) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

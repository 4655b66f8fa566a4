"""`doctor` names what is not installed, what that prevents, and the command that adds it."""

import sys
from pathlib import Path

import pytest

from site_builder.model.extras import EXTRAS, PROGRAM_LIBRARIES
from tests.doctor.missing_libraries import doctor_json, packages_without, run_doctor

OPTIONAL = {
    library.distribution: library for extra in EXTRAS.values() for library in extra.libraries
}
PREVENTED = {
    "typst": {"pdf"},
    "pikepdf": {"pdf", "attachments"},
    "lxml": {"pdf", "docx", "html", "mht", "inspect"},
    "pylopdf-fonts-zh-cn": set(),
    "python-docx": {"docx"},
    "XlsxWriter": {"xlsx"},
    "msdoc2docx": {"doc"},
    "ofdkit": {"ofd"},
    "pdfplumber": {"pdf", "scan"},
    "python-calamine": {"workbook"},
    "rapidocr": {"picture", "scan"},
    "onnxruntime": {"picture", "scan"},
    "opencv-python-headless": {"picture", "scan"},
    "pypdfium2": {"pdf", "scan"},
    "pypdf": {"attachments"},
    "watchfiles": {"serve"},
    "asyncssh": {"ssh"},
    "boto3": {"s3"},
    "distributed": {"cluster"},
}
"""Library → what cannot be done without it."""


@pytest.mark.parametrize("name", OPTIONAL)
def test_each_optional_library_missing_in_turn(name: str, tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [name])
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert (exit_code, report["works"]) == (0, True)
    incomplete = {extra["name"]: extra["add"] for extra in report["extras"] if extra["add"]}
    assert incomplete.keys() == {
        extra.name for extra in EXTRAS.values() if OPTIONAL[name] in extra.libraries
    }
    for extra, command in incomplete.items():
        assert command.startswith(f'"{sys.executable}" -m pip install ')
        assert command.endswith(f'[{extra}]"')
    assert {item["id"] for item in report["capabilities"] if name in item["missing"]} == (
        PREVENTED[name]
    )
    libraries = [item for extra in report["extras"] for item in extra["libraries"]]
    assert {item["requirement"] for item in libraries if not item["usable"]} == {
        OPTIONAL[name].requirement
    }


@pytest.mark.parametrize("modules", [{"yaml"}, {"jinja2", "livereload", "zxingcpp"}])
def test_without_libraries_of_its_own_the_program_does_not_work(
    modules: set[str], tmp_path: Path
) -> None:
    missing = [library for library in PROGRAM_LIBRARIES if library.module in modules]
    packages = packages_without(tmp_path / "packages", [item.distribution for item in missing])
    (tmp_path / "content").mkdir()
    (tmp_path / "config.yaml").write_text("站点: {}", encoding="utf-8")
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert (exit_code, report["works"]) == (1, False)
    (failure,) = (check for check in report["checks"] if check["state"] == "error")
    for library in missing:
        assert library.requirement in failure["message"]
        assert f' "{library.requirement}"' in failure["hint"]


def test_without_pip_another_program_installs(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", ["pip", "Jinja2", "XlsxWriter"])
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert exit_code == 1
    start = f'uv pip install --python "{sys.executable}" '
    (failure,) = (check for check in report["checks"] if check["state"] == "error")
    assert f'请运行 {start}"Jinja2>=3.1"。' in failure["hint"]
    assert report["add"].startswith(start)


def test_people_read_what_it_comes_to_first(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", ["XlsxWriter", "boto3"])
    text = run_doctor(packages, cwd=tmp_path).stdout.decode()
    assert text.splitlines()[0] == "可以生成网站。可选的组件有 2 种没有装。"
    assert "  下载  Excel：没有 XlsxWriter\n" in text
    assert "  缺  xlsx（生成 Excel 文件）：XlsxWriter 没有装\n" in text
    assert text.splitlines()[-1].endswith('[xlsx,deploy-s3]"')


def test_a_library_that_is_too_old_counts_as_missing(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", ["XlsxWriter"])
    (packages / "xlsxwriter").mkdir()
    (packages / "xlsxwriter" / "__init__.py").touch()
    (packages / "XlsxWriter-1.9.dist-info").mkdir()
    text = run_doctor(packages, cwd=tmp_path).stdout.decode()
    assert "XlsxWriter 1.9 太旧，要 3.2 以上" in text
    assert "  下载  Excel：没有 XlsxWriter\n" in text


def test_a_library_that_cannot_be_loaded_is_no_traceback(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", ["typst", "pylopdf-fonts-zh-cn"])
    (packages / "typst.py").write_text("raise ImportError('no such symbol')")
    settings = "站点: {名称: 示范区政府信息公开, 机关: 示范区管委会}\n下载: [pdf]\n"
    (tmp_path / "config.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "content").mkdir()
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert exit_code == 1
    (failure,) = (check for check in report["checks"] if check["state"] == "error")
    assert "组件装了但不能使用：ImportError: no such symbol" in failure["message"]


@pytest.mark.parametrize("name", EXTRAS)
def test_each_extra_missing_in_turn(name: str, tmp_path: Path) -> None:
    """The one command that adds it adds all that went with it."""
    absent = [library.distribution for library in EXTRAS[name].libraries]
    packages = packages_without(tmp_path / "packages", absent)
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert (exit_code, report["works"]) == (0, True)
    incomplete = [extra["name"] for extra in report["extras"] if extra["add"]]
    assert name in incomplete
    assert report["add"].endswith(f'[{",".join(incomplete)}]"')
    prevented = {item["id"] for item in report["capabilities"] if not item["possible"]}
    assert prevented == set().union(*(PREVENTED[each] for each in absent))


def test_with_no_extra_at_all_the_program_works(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", OPTIONAL)
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    assert (exit_code, report["works"]) == (0, True)
    assert report["add"].endswith(f'[{",".join(EXTRAS)}]"')
    assert {item["id"] for item in report["capabilities"] if item["possible"]} >= {
        *("csv", "json", "docx", "text", "local", "archive")
    }


PROGRAMS = {
    "soffice": (
        "converted",
        "RTF 或 OpenDocument 文件：没有 LibreOffice\n      安装 LibreOffice，",
    ),
    "ssh-keygen": ("release-signature", "给发布记录签名：没有 ssh-keygen\n      安装 OpenSSH"),
}
"""Program of others → what needs it, and what people read without it."""


@pytest.mark.parametrize("absent", PROGRAMS)
def test_each_program_of_others_missing_in_turn(absent: str, tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [])
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in PROGRAMS.keys() - {absent}:
        (programs / name).touch(mode=0o755)
    environment = {"PATH": str(programs)}
    _, report = doctor_json(packages, cwd=tmp_path, **environment)
    prevented = {item["id"] for item in report["capabilities"] if not item["possible"]}
    assert prevented == {PROGRAMS[absent][0]}
    text = run_doctor(packages, cwd=tmp_path, **environment).stdout.decode()
    assert {name for name, (_, words) in PROGRAMS.items() if words in text} == {absent}


def test_fonts_that_are_chosen_and_missing_are_named(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [])
    settings = "站点: {名称: 示范区政府信息公开, 机关: 示范区管委会}\n下载: [pdf]\n"
    (tmp_path / "config.yaml").write_text(f"{settings}字体: {{正文: 没有的宋体}}\n", "utf-8")
    (tmp_path / "content").mkdir()
    exit_code, report = doctor_json(packages, cwd=tmp_path)
    (failure,) = (check for check in report["checks"] if check["state"] == "error")
    assert (exit_code, failure["id"]) == (1, "config")
    assert "config.yaml:3:" in failure["message"]
    assert "需要的字体“没有的宋体”没有安装" in failure["message"]
    assert failure["hint"]


def test_a_console_that_cannot_write_chinese_is_told(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [])
    completed = run_doctor(packages, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert completed.returncode == 0
    assert b"chcp 65001, set PYTHONUTF8=1." in completed.stdout
    assert "能显示汉字（gbk）" in run_doctor(
        packages, cwd=tmp_path, PYTHONIOENCODING="gbk"
    ).stdout.decode("gbk")


def test_it_imports_none_of_the_libraries_it_looks_for(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [])
    completed = run_doctor(packages, cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in completed.stderr.decode().splitlines()
    }
    assert "site_builder" in imported
    modules = {library.module for library in (*OPTIONAL.values(), *PROGRAM_LIBRARIES)}
    assert imported & modules == set()

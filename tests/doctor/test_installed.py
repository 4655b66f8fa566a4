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
    "pdfplumber": {"pdf"},
    "python-calamine": {"workbook"},
    "rapidocr": {"picture"},
    "onnxruntime": {"picture"},
    "opencv-python-headless": {"picture"},
    "pypdfium2": set(),
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


def test_without_libreoffice_its_formats_are_named(tmp_path: Path) -> None:
    packages = packages_without(tmp_path / "packages", [])
    text = run_doctor(packages, cwd=tmp_path, PATH=str(tmp_path)).stdout.decode()
    assert "RTF 或 OpenDocument 文件：没有 LibreOffice\n      安装 LibreOffice，" in text
    assert "给发布记录签名：没有 ssh-keygen\n      安装 OpenSSH" in text


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

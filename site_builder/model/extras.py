"""The libraries of the program: its own, and the optional ones by extra; the one list of them.

Checks of what is installed, messages about what is missing and `doctor` derive from it; a test
compares it with the project file. An extra that only developers use is none of these.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from site_builder.model.frozendict import frozendict

PROGRAM = "site-builder"
"""Name of the program's own distribution."""


@dataclass(frozen=True, slots=True)
class Library:
    """A library as it is required, and the name under which it is imported."""

    requirement: str
    """Its distribution with the oldest version that serves, as in the project file."""
    module: str
    is_replaceable: bool = False
    """What the system has serves as well."""

    @property
    def distribution(self) -> str:
        """Return the name under which it is installed."""
        return self.requirement.partition(">=")[0]

    @property
    def min_version(self) -> str:
        """Return the oldest version that serves."""
        return self.requirement.partition(">=")[2]


@dataclass(frozen=True, slots=True)
class Extra:
    """Libraries that are installed by choice, for one purpose."""

    name: str
    purpose: str
    """In Chinese, for people."""
    libraries: tuple[Library, ...]


PROGRAM_LIBRARIES = (
    Library("Jinja2>=3.1", "jinja2"),
    Library("markdown-it-py>=4", "markdown_it"),
    Library("mdit-py-plugins>=0.5", "mdit_py_plugins"),
    Library("PyYAML>=6.0", "yaml"),
    Library("livereload>=2.7", "livereload"),
    Library("tqdm>=4.66", "tqdm"),
    Library("chinesecalendar>=1.11", "chinese_calendar"),
    Library("urllib3>=2.6", "urllib3"),
    Library("zxing-cpp>=3", "zxingcpp"),
    Library("Protego>=0.4", "protego"),
    Library("argcomplete>=3.5", "argcomplete"),
)
"""Without any of them the program does not work."""
_LXML = Library("lxml>=6", "lxml")
_PIKEPDF = Library("pikepdf>=9", "pikepdf")
_PYPDFIUM2 = Library("pypdfium2>=5", "pypdfium2")
EXTRAS: Mapping[str, Extra] = frozendict(
    {
        extra.name: extra
        for extra in (
            Extra(
                "pdf",
                "生成 PDF 文件，带字体",
                (
                    Library("typst>=0.15", "typst"),
                    _PIKEPDF,
                    _LXML,
                    Library(
                        "pylopdf-fonts-zh-cn>=0.1.1", "pylopdf_fonts_zh_cn", is_replaceable=True
                    ),
                ),
            ),
            Extra("docx", "生成 Word 文件", (Library("python-docx>=1.1", "docx"), _LXML)),
            Extra("xlsx", "生成 Excel 文件", (Library("XlsxWriter>=3.2", "xlsxwriter"),)),
            Extra(
                "import",
                "导入已有的年度报告、目录表；检查别的网站",
                (
                    _LXML,
                    Library("msdoc2docx>=0.36", "doc2docx"),
                    Library("ofdkit>=0.2", "ofdkit"),
                    Library("pdfplumber>=0.11", "pdfplumber"),
                    _PYPDFIUM2,
                    Library("python-calamine>=0.3", "python_calamine"),
                ),
            ),
            Extra(
                "ocr",
                "导入扫描件和照片，在本机认字",
                (
                    Library("rapidocr>=3.4", "rapidocr"),
                    Library("onnxruntime>=1.20", "onnxruntime"),
                    Library("opencv-python-headless>=4.10", "cv2"),
                    _PYPDFIUM2,
                ),
            ),
            Extra(
                "attachments",
                "检查 PDF 附件，清除作者信息",
                (Library("pypdf>=5", "pypdf"), _PIKEPDF),
            ),
            Extra("serve", "预览时马上看到改动", (Library("watchfiles>=1", "watchfiles"),)),
            Extra("deploy", "发布到网站服务器（SSH）", (Library("asyncssh>=2.24", "asyncssh"),)),
            Extra("deploy-s3", "发布到对象存储", (Library("boto3>=1.34", "boto3"),)),
            Extra(
                "cluster",
                "用 Dask 集群处理许多机构",
                (Library("distributed>=2024.8", "distributed"),),
            ),
        )
    }
)
"""By name, in the order in which offices are likely to want them."""


def extra_libraries(name: str) -> tuple[Library, ...]:
    """Return the libraries of an extra; none where there is no such extra."""
    extra = EXTRAS.get(name)
    return extra.libraries if extra else ()


def install_command(*extras: str) -> str:
    """Return the command that adds what extras need to the very Python that runs.

    A bare `python` is another one wherever no environment is active, without the program.
    """
    return f'{pip_install()} "{PROGRAM}[{",".join(extras)}]"'


def pip_install() -> str:
    """Return the command that installs for the very Python that runs."""
    python = f'"{sys.executable}"'
    return f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"

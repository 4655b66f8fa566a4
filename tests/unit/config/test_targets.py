"""`部署:` in config.yaml: each mistake reported at its place, no secret ever taken."""

from dataclasses import MISSING, fields

import pytest

from site_builder.config.targets import read_targets
from site_builder.core.yaml.nodes import parse_yaml
from site_builder.model.target import TARGET_TYPES, S3Target, SshTarget, Target
from tests.helpers.standards import STANDARDS

GOOD = """
正式: {方式: SSH, 主机: web.example.gov.cn, 目录: /srv/gk, 用户: www, 端口: "2222", 保留: "3"}
云: {方式: 对象存储, 接入点: "https://oss.example.com", 桶: gk, 存档桶: gk-records, 前缀: a/b}
"""


def read(text: str) -> tuple[tuple[Target, ...], list[str]]:
    root, _ = parse_yaml(text, "config.yaml")
    assert root is not None
    targets, findings = read_targets(root, STANDARDS.targets)
    return targets, [f"{diagnostic.message}|{diagnostic.hint}" for diagnostic in findings]


def test_targets_are_read() -> None:
    (first, second), findings = read(GOOD)
    assert findings == []
    assert isinstance(first, SshTarget)
    assert (first.host, first.port, first.user, first.keep) == (
        "web.example.gov.cn",
        2222,
        "www",
        3,
    )
    assert isinstance(second, S3Target)
    assert (second.prefix, second.archive_bucket, second.keep) == ("a/b/", "gk-records", 5)


@pytest.mark.parametrize("kind", TARGET_TYPES)
def test_the_keys_of_a_kind_are_the_fields_of_its_class(kind: str) -> None:
    declared = [field for field in STANDARDS.targets if field.belongs_to(kind)]
    given = {field.name: field for field in fields(TARGET_TYPES[kind])}
    assert {field.id for field in declared} - {"kind"} == given.keys() - {"name", "location"}
    required = {field.id for field in declared if field.required} - {"kind"}
    assert required == {name for name, field in given.items() if field.default is MISSING} - {
        "name",
        "location",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正式: {目录: /srv}", "没有写“方式”"),
        ("正式: {方式: SHS, 目录: /srv}", "是不是“SSH”？"),
        ("正式: {方式: SSH, 目录: /srv}", "没有写“主机”"),
        ("正式: {方式: 文件夹}", "没有写“目录”"),
        ("正式: {方式: 文件夹, 目录: /srv, 主机: a}", "没有“主机”"),
        ("正式: {方式: 文件夹, 目录: /srv, 密码: x}", "密码和密钥不写进文件"),
        ("正式: {方式: SSH, 主机: a.cn, 目录: /srv, 密钥: x}", "密码和密钥不写进文件"),
        ("正式: {方式: 文件夹, 目录: /srv, 保留: '1'}", "2 到 50"),
        ("正式: {方式: 文件夹, 目录: /srv, 保留: 三}", "2 到 50"),
        ("正式: {方式: SSH, 主机: '-oProxyCommand=x', 目录: /srv}", "“主机”不能是"),
        ("正式: {方式: SSH, 主机: a.cn, 用户: '-x', 目录: /srv}", "“用户”不能是"),
        ("正式: {方式: 压缩包, 目录: d, 格式: rar}", "tar.gz、zip"),
        ("'../x': {方式: 文件夹, 目录: /srv}", "名称不能是"),
        ("正式: [a]", "没有写明怎样发布"),
        ("正式: {方式: SSH, 主机: a.cn, 目录: /srv/../etc}", "“..”"),
        ("正式: {方式: SSH, 主机: a.cn, 目录: '~www/gk'}", "别人的主目录"),
        ("正式: {方式: SSH, 主机: a.cn, 目录: /}", "专用的文件夹"),
        ("正式: {方式: SSH, 主机: a.cn, 目录: '~/'}", "专用的文件夹"),
        ("正式: {方式: 文件夹, 目录: //}", "专用的文件夹"),
        ("正式: {方式: 压缩包, 目录: .}", "专用的文件夹"),
        ("正式:\n    方式: 文件夹\n    目录: |-\n      a\n      b", "控制字符"),
        ("正式: {方式: 文件夹, 目录: [a]}", "应当是一段文字"),
        ("正式: {方式: 文件夹, 目录: /srv, 目 录: /srv}", "写的是同一项（目录）"),
    ],
)
def test_mistakes_are_told(text: str, expected: str) -> None:
    targets, findings = read(text)
    assert targets == ()
    assert any(expected in message for message in findings), findings


@pytest.mark.parametrize("folder", ["/srv/gk", "gk", "~/gk", "./gk", "a..b"])
def test_folders_of_a_server(folder: str) -> None:
    targets, findings = read(f"正式: {{方式: SSH, 主机: a.cn, 目录: {folder}}}")
    assert ([isinstance(target, SshTarget) and target.folder for target in targets], findings) == (
        [folder],
        [],
    )


def test_folders_here_may_lie_beside_the_project() -> None:
    assert read("正式: {方式: 文件夹, 目录: ../www}")[1] == []


def test_a_prefix_stays_in_the_bucket() -> None:
    for prefix in ("../x/", "/x/", "a/../b"):
        text = GOOD.replace("a/b", prefix)
        assert any("“前缀”不能是" in message for message in read(text)[1]), prefix

"""Options that were renamed: the new name is shown, the old one is still understood."""

import pytest

from site_builder.cli.arguments import build_parser
from tests.helpers import run_cli

RENAMED = (
    ("force", "deploy 正式 --force", "deploy 正式 --again"),
    ("built_site", "deploy 正式 --from public", "deploy 正式 --built public"),
    ("author", "deploy 正式 --author 张三", "deploy 正式 --by 张三"),
    ("author", "rollback 正式 --author 张三", "rollback 正式 --by 张三"),
    ("signer", "sign a.md --level 初审 --signer 张三", "sign a.md --level 初审 --by 张三"),
)


@pytest.mark.parametrize(("attribute", "new", "old"), RENAMED)
def test_both_spellings_are_the_same(attribute: str, new: str, old: str) -> None:
    first, second = (vars(build_parser().parse_args(words.split())) for words in (new, old))
    assert first == second
    assert first[attribute] in (True, "public", "张三")
    new_name, old_name = (
        [word for word in words.split() if word.startswith("--")][-1] for words in (new, old)
    )
    exit_code, help_text, _ = run_cli(new.split(maxsplit=1)[0], "--help")
    assert (exit_code, f"{new_name} " in help_text, old_name in help_text) == (0, True, False)


def test_messages_name_the_new_spelling() -> None:
    exit_code, output, _ = run_cli("sign", "a.md", "--level", "初审")
    assert (exit_code, "还要写：--signer" in output, "--by" in output) == (2, True, False)
    exit_code, output, _ = run_cli("deploy", "正式", "--agian")
    assert (exit_code, "是不是“--force”？" in output, "--again" in output) == (2, True, False)
    exit_code, output, _ = run_cli("rollback", "正式", "--by")
    assert (exit_code, "--author 后面要写一个值" in output) == (2, True)

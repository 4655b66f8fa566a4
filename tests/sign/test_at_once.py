"""Two people who sign at once: one is told of the other, and neither is forgotten."""

from concurrent.futures import ThreadPoolExecutor

from site_builder.build.options import Options
from site_builder.core.errors import SignRefusedError
from site_builder.model.review import Reviewer
from site_builder.standards.load import load_standards
from site_builder.usecases.sign import sign
from tests.helpers import Project
from tests.sign.sign_site import DAY, REPORT


def test_of_two_at_once_the_second_is_told_of_the_first(site: Project) -> None:
    standards = load_standards()
    options = Options(site.path, site.path / "public", DAY, jobs=1)

    def sign_as(name: str) -> str:
        try:
            sign(options, standards, str(site.path / REPORT), Reviewer(name, "初审"))
        except SignRefusedError as exc:
            return str(exc)
        return name

    names = ("张三", "李四")
    with ThreadPoolExecutor(2) as executor:
        answers = list(executor.map(sign_as, names))
    (signer,) = set(names) & set(answers)
    (refusal,) = set(answers) - {signer}
    assert refusal.startswith(f"初审已经由{signer}签过")
    assert f"姓名: {signer}" in site.read("content/2020/report.sign.yaml")

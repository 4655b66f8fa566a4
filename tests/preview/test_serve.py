"""`serve` over plain HTTP: what it answers, refuses and prints, and the effect of each edit."""

import re
import shutil
import socket
from pathlib import Path

from tests.helpers import ROOT, Project, read_tree, run_cli
from tests.preview.preview_client import PreviewResponse, PreviewServer, run_preview
from tests.preview.preview_site import DOC, PAGE
from tests.properties.small_site import CONFIG, document


def test_answers_refuses_and_writes_nothing(site: Project) -> None:
    before = read_tree(site.path)
    with run_preview(site.path) as served:
        home = served.get("/")
        assert home.status == 200
        assert home.headers["Content-Type"] == "text/html; charset=utf-8"
        assert home.headers["Cache-Control"] == "no-store"
        assert "<script>" not in home.text, "an inline script"
        assert "/_preview/components/" in home.text
        assert served.get("/2020/").page == served.get("/2020/index.html").page
        _assert_types(served)
        assert served.get("/", "HEAD").body == b""
        assert served.get("/", "POST").status == 405
        assert served.get("/none.html").status == 404
        for path in ("/../config.yaml", "/..%2fconfig.yaml", "/%2e%2e/config.yaml", "//etc/passwd"):
            reply = served.get(path)
            assert reply.status == 404, path
            assert "测试园区" not in reply.text.replace("预览：测试园区", ""), path
        assert served.get("/", Host="evil.example").status == 403
        assert served.get("/livereload", Host="evil.example:80").status == 403
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
        upgrade["Sec_WebSocket_Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
        foreign = served.get("/livereload", Origin="http://evil.example", **upgrade)
        assert foreign.status == 403
        assert served.get("/", Host=f"localhost:{served.port}").status == 200
        assert served.get("/favicon.ico").status == 200
        page = served.get(PAGE).text
        assert "_preview/preview.js" in page
        outcome = site.build()
        assert outcome.exit_code == 0, "a build must be able to run beside"
    shutil.rmtree(site.path / "public")
    shutil.rmtree(site.path / ".build")
    assert read_tree(site.path) == before
    assert "127.0.0.1" in served.lines[0]


def _assert_types(served: PreviewServer) -> None:
    types = {
        path: served.get(path).headers["Content-Type"]
        for path in ("/catalogue.csv", "/catalogue.json", "/atom.xml", "/robots.txt")
    }
    assert types == {
        "/catalogue.csv": "text/csv; charset=utf-8",
        "/catalogue.json": "application/json; charset=utf-8",
        "/atom.xml": "application/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
    }


def test_says_plainly_why_it_cannot_start(site: Project, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        exit_code, output, _ = run_cli("serve", "--project", str(site.path), "--port", str(port))
    assert exit_code == 1
    assert f"端口 {port} 已经被别的程序占用。请换一个端口，如：site-builder serve" in output
    for folder in (tmp_path, tmp_path / "none"):
        exit_code, output, _ = run_cli("serve", "--project", str(folder), "--port", "0")
        assert exit_code == 2
        assert "文件夹" in output
    exit_code, output, _ = run_cli(
        "serve", "--project", str(site.path), "--host", "no.such.host.invalid"
    )
    assert exit_code == 1
    assert "没有“no.such.host.invalid”这个地址" in output
    for odd in ("a" * 70, "a" * 5000, "a..b", "\udcff"):
        exit_code, output, _ = run_cli("serve", "--project", str(site.path), "--host", odd)
        assert (exit_code, "这个地址" in output) == (1, True)
    # What no system accepts in an argument is refused before any command sees it.
    exit_code, output, _ = run_cli("serve", "--project", str(site.path), "--host", "a\0b")
    assert (exit_code, "空字符" in output) == (2, True)
    exit_code, output, _ = run_cli("serve", "--project", str(site.path), "--host", "192.0.2.1")
    assert exit_code == 1
    assert "192.0.2.1 不是这台电脑的地址" in output
    assert run_cli("serve", "--port", "70000")[0] == 2


def test_warns_when_others_can_see_it(site: Project) -> None:
    with run_preview(site.path, "--host", "0.0.0.0") as served:  # noqa: S104 - what is tested
        assert served.get("/").status == 200
        assert served.get("/", Host="office.example").status == 403
    assert "其他人也能打开" in served.output


def test_every_kind_of_edit_takes_effect(site: Project) -> None:
    with run_preview(site.path) as served:
        site.edit(DOC, document(2020, 0, title="改后的名称", body="改后的正文。"))
        served.wait_for(PAGE, "改后的正文。")
        for lists in ("/", "/2020/", "/catalogue/year-2020.html", "/atom.xml"):
            served.wait_for(lists, "改后的名称")
        site.edit("content/2021/documents/new.md", document(2021, 77, title="新放的文件"))
        served.wait_for("/2021/documents/new.html", "新放的文件")
        served.wait_for("/", "新放的文件")
        (site.path / "content/2021/documents/new.md").rename(
            site.path / "content/2021/documents/moved.md"
        )
        served.wait_for("/2021/documents/moved.html", "新放的文件")
        served.wait_for("/2021/documents/new.html", lambda reply: reply.status == 404)
        site.remove("content/2021/documents/moved.md")
        served.wait_for("/2021/documents/moved.html", lambda reply: reply.status == 404)
        served.wait_for("/", lambda reply: "新放的文件" not in reply.text)
        (site.path / "content/2021").rename(site.path / "content/2019")
        served.wait_for("/2021/documents/d0001.html", lambda reply: reply.status == 404)
        served.wait_for("/2019/documents/d0001.html", "第1号事项")
        site.edit("content/2019/documents/d0001.md", document(2019, 1, body="在改名的文件夹里。"))
        served.wait_for("/2019/documents/d0001.html", "在改名的文件夹里。")
        site.edit("config.yaml", CONFIG.replace("测试园区政府", "改名园区政府"))
        served.wait_for(PAGE, "改名园区政府信息公开")
        site.edit("content/2020/files/new.csv", "甲\n1\n")
        served.wait_for("/2020/files/new.csv", "甲")


def test_a_broken_file_shows_its_findings_and_comes_back(site: Project) -> None:
    good = site.read(DOC)
    with run_preview(site.path) as served:
        site.edit(DOC, good.replace("公开事项: 1", "公开事项: 壹佰"))
        broken = served.wait_for(PAGE, "这一页显示不出来")
        assert f"{DOC}:7:" in broken.text
        assert "第0号事项的概述" not in broken.text
        assert served.get("/2021/documents/d0001.html").status == 200
        site.edit(DOC, b"\xff\xfe\x00")
        served.wait_for(PAGE, "不是 UTF-8")
        site.edit(DOC, good)
        served.wait_for(PAGE, "第0号事项的概述")
        figures = site.read("content/2020/figures.yaml")
        site.edit("content/2020/figures.yaml", figures.replace("[0, 0, 0", "[0, 甲, 0", 1))
        report = served.wait_for("/2020/report.html", "这一页显示不出来")
        assert "content/2020/figures.yaml:" in report.text
        site.edit("content/2020/figures.yaml", figures)
        served.wait_for("/2020/report.html", "总体情况")
        site.edit("config.yaml", "站点: [\n")
        for page in ("/", PAGE, "/2020/", "/guide.html"):
            assert "config.yaml:" in served.wait_for(page, "这一页显示不出来").text
        assert "config.yaml:" in served.wait_for("/_preview/", "config.yaml").text
        site.edit("config.yaml", CONFIG)
        served.wait_for("/", "最新")
        served.wait_for(PAGE, "第0号事项的概述")


def test_findings_stand_on_their_page_and_no_other(site: Project) -> None:
    with run_preview(site.path) as served:
        site.edit(DOC, document(2020, 0, body="见[清单](none.md)，的的。"))
        page = served.wait_for(PAGE, "本页检查结果：错误 1 处，提醒")
        assert f"{DOC}:11:" in page.text
        assert "第0号事项的概述" in page.text, "a page that can be shown is shown"
        assert page.text.index("plan" if "plan" in page.text else "错误") < page.text.index("提醒")
        served.wait_until_quiet()
        assert "none.md" not in served.get("/guide.html").text
        assert f"{DOC}:11:" in served.get("/_preview/").text
        site.edit("content/2021/files/list.csv", "甲,乙\n11010519491231002X,2\n")
        holder = served.wait_for("/2020/documents/d0002.html", "content/2021/files/list.csv")
        assert "身份证" in holder.text


def test_unsigned_documents_carry_their_mark(site: Project) -> None:
    site.edit("config.yaml", CONFIG + "审核: 必须\n")
    with run_preview(site.path) as served:
        page = served.get(PAGE).text
        assert "<title>〔未审〕" in page
        assert "本页没有经过各级审核" in page


def sheet_of(reply: PreviewResponse, served: PreviewServer) -> str:
    """Return the style sheet of the home page."""
    name = re.search(r'href="(assets/site\.[^"]+)"', reply.text)
    return served.get(f"/{name[1]}").text if name else ""


def test_templates_and_styles_take_effect(site: Project) -> None:
    base = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    with run_preview(site.path) as served:
        shutil.copytree(ROOT / "templates", site.path / "templates")
        served.wait_until_quiet()
        site.edit("templates/base.html", base.replace("<body>", "<body>改过的模板"))
        served.wait_for(PAGE, "改过的模板")
        site.edit("templates/base.html", base.replace("{% block main %}", "{% block"))
        broken = served.wait_for("/", "这一页显示不出来")
        assert "templates/base.html:" in broken.text
        site.edit("templates/base.html", base.replace("{{ layout.name }}", "{{ layout.nme }}"))
        served.wait_for("/guide.html", "模板里用了没有的名字")
        site.edit("templates/base.html", base)
        served.wait_for("/", "最新")
        style = site.read("templates/assets/base.css")
        site.edit("templates/assets/base.css", style + "main { color: #123456 }\n")
        served.wait_for("/", lambda reply: "#123456" in sheet_of(reply, served))
        card = "templates/components/callout/callout.html"
        card = "templates/components/callout/callout.html"
        site.edit(card, site.read(card).replace("</div>", "<p>新式样</p></div>"))
        site.edit(card, site.read(card).replace("</div>", "<p>新式样</p></div>"))
        served.wait_for("/_preview/components/", "新式样")


def test_forms_take_effect(site: Project, tmp_path: Path) -> None:
    program = Project(tmp_path / "program")
    for part in ("site_builder", "templates"):
        shutil.copytree(ROOT / part, program.path / part)
    form = "site_builder/standards/forms/annual-report-2021.yaml"
    good = program.read(form)
    with run_preview(site.path, at=program.path) as served:
        served.wait_for("/2021/report.html", "行政处罚")
        program.edit(form, good.replace("label: 行政处罚}", "label: 改过的表式, key: 行政处罚}"))
        served.wait_for("/2021/report.html", "改过的表式")
        program.edit(form, good + "\n不认识: 1\n")
        assert "annual-report-2021.yaml:" in served.wait_for("/", "这一页显示不出来").text
        program.edit(form, good)
        served.wait_for("/2021/report.html", "行政处罚")


def test_the_whole_site_is_what_a_build_writes(site: Project) -> None:
    with run_preview(site.path) as served:
        site.edit(DOC, document(2020, 0, title="改后的名称"))
        site.remove("content/2021/documents/d0003.md")
        served.wait_for("/", "改后的名称")
        served.wait_until_quiet()
        built = site.build(drafts=True, today="2026-01-31", output=site.path / "drafts")
        assert built.exit_code == 0
        for url, data in built.files.items():
            if not url.startswith("."):
                assert served.get(f"/{url}").page == data, url

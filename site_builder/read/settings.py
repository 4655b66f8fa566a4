"""`config.yaml` → `Settings`. Called by the pipeline before any document is read."""

import re
from collections.abc import Mapping
from dataclasses import replace

from site_builder.fields.load import load_standards
from site_builder.located import Node, decode_text, parse_yaml
from site_builder.model.acceptance import Suppression
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.field import BannedTerm, SettingField
from site_builder.model.frozen import frozendict
from site_builder.model.place import Location
from site_builder.model.settings import Contact, Fonts, Settings
from site_builder.model.target import Target
from site_builder.nearest import closest_match, did_you_mean, normalize_label
from site_builder.read.acceptances import read_acceptances
from site_builder.read.lists import list_slip
from site_builder.read.shapes import host_of, is_host, misshapen
from site_builder.read.targets import read_targets
from site_builder.read.wordings import read_wordings
from site_builder.read.yaml_text import comment_findings, value_findings
from site_builder.slips import find_syntax_mistake

_LISTS = frozenset(
    (
        *("government_hosts", "downloads", "external_hosts", "suppressions"),
        *("banned_terms", "review_levels", "public_contacts", "targets"),
    )
)
DOWNLOADS = ("pdf", "docx", "xlsx", "csv", "json")
"""In the order in which they are offered: what people read first, what programs read last."""
GOVERNMENT = ("gov.cn", "政务", "xn--zfr164b", "conac.cn")
"""conac.cn shows the record behind the mark of party and government sites."""
_CONTACT = ("office", "address", "hours", "phone", "fax", "postcode", "email", "online")
_FILE = "config.yaml"
_LONGEST_PAGE = 500


def read_settings(
    data: bytes | None, known: tuple[SettingField, ...]
) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    """Read the settings; None when there are none to read."""
    if data is None:
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return None, (error("settings/file", Location(_FILE), "没有 config.yaml", hint),)
    text, undecodable = decode_text(data, _FILE)
    root, malformed = parse_yaml(text, _FILE)
    if undecodable or malformed:
        return None, undecodable or malformed
    mapping = root.mapping() if root else None
    if mapping is None:
        hint = "请从“站点:”写起。"
        empty = error("settings/file", Location(_FILE, 1), "config.yaml 里没有设置", hint)
        return None, (find_syntax_mistake(text, _FILE) or empty,)
    reader = _SettingsReader(known)
    reader.groups(mapping)
    settings = reader.settings()
    # Settings with errors still let everything else be told in the same run; nothing is published.
    return settings, (*reader.findings, *value_findings(mapping), *comment_findings(text, _FILE))


def _missing(one: SettingField, place: Location, label: str) -> Diagnostic:
    message = f"没有写“{label}”，页面显示“待补充”"
    if not one.required_by_law:
        return warning("settings/missing", place, message, f"{one.required_by}。")
    way = f"“  - {{问题: 'settings/required:{one.key}', 理由: ……}}”"
    cure = f"请补上，不然不能发布（deploy）。确实没有的，在“接受:”下写{way}。"
    return replace(
        warning("settings/required", place, message, cure),
        basis=f"{one.required_by}。",
        subject=one.key,
    )


class _SettingsReader:
    """Takes the groups and keys of the file, and judges each value."""

    def __init__(self, known: tuple[SettingField, ...]) -> None:
        self.known = known
        self.values: dict[str, Node] = {}
        self.places: dict[str, Location] = {}
        self.findings: list[Diagnostic] = []
        self.meant: set[str] = set()
        """Groups and settings that a misspelt word stands for: not to be called missing as well."""

    def say(self, place: Location, message: str, hint: str = "") -> None:
        self.findings.append(error("settings/value", place, message, hint))

    def groups(self, mapping: Mapping[str, Node]) -> None:
        names = {normalize_label(one.group) for one in self.known if one.group}
        tops = {normalize_label(one.key): one for one in self.known if not one.group}
        for key, node in mapping.items():
            if normalize_label(key) in names:
                self.group(normalize_label(key), node)
            elif normalize_label(key) in tops:
                self.take(tops[normalize_label(key)], key, node, lists=_LISTS)
            else:
                words = [*dict.fromkeys(one.group or one.key for one in self.known)]
                self.meant.add(closest_match(key, words))
                self.say(node.key_location, f"不认识的“{key}”", did_you_mean(key, words))
        for one in self.known:
            self.judge(one)

    def group(self, name: str, node: Node) -> None:
        inside = {
            normalize_label(one.key): one
            for one in self.known
            if normalize_label(one.group) == name
        }
        for one in inside.values():
            self.places[one.id] = node.key_location
        if node.value is None:
            return
        mapping = node.mapping()
        if mapping is None:
            self.say(node.location, f"“{name}”下面应当逐行写“键: 值”")
            return
        for key, child in mapping.items():
            target = inside.get(normalize_label(key))
            if target is None:
                keys = {other.key: other.id for other in inside.values()}
                self.meant.add(keys.get(closest_match(key, keys), ""))
                cure = did_you_mean(key, keys)
                self.say(child.key_location, f"“{name}”下没有“{key}”", cure)
            else:
                self.take(target, key, child)

    def take(
        self, target: SettingField, key: str, node: Node, lists: frozenset[str] = frozenset()
    ) -> None:
        """Keep a setting's value; one that is neither text nor a wanted list is no value."""
        self.places[target.id] = node.key_location
        if target.id not in lists and (node.mapping() is not None or node.items() is not None):
            self.meant.add(target.id)
            self.say(node.location, f"“{key}”应当是一段文字", "请去掉括号；需要时用引号括起来。")
        else:
            self.values[target.id] = node

    def judge(self, one: SettingField) -> None:
        """Say what is missing and who asks for it, and what cannot be right."""
        if one.id in self.meant or (one.group or one.key) in self.meant:
            return
        place = self.places.get(one.id, Location(_FILE, 1))
        value = self.text(one.id)
        label = f"{one.group} → {one.key}" if one.group else one.key
        if not value and one.required:
            self.say(place, f"没有写“{label}”", f"请补上“{one.key}: …”。")
        elif not value and one.required_by and not self.text(one.alternative):
            self.findings.append(_missing(one, place, label))
        elif value and (slip := misshapen(one.id, value)):
            message, hint = slip
            self.say(place, f"“{label}”{message}：{value}", hint)

    def text(self, name: str) -> str:
        node = self.values.get(name)
        return " ".join((node.text() or "").split()) if node else ""

    def words(self, name: str) -> tuple[str, ...]:
        node = self.values.get(name)
        if node is None or node.value is None:
            return ()
        items = node.items()
        if items is None:
            slip = list_slip((node.text() or "",))
            self.say(
                node.location, "这里应当是列表", f"{slip}写成 [甲, 乙] 这样，用半角方括号和逗号。"
            )
            return ()
        found: list[str] = []
        for item in items:
            word = (item.text() or "").strip()
            if not word or list_slip((word,)):
                hint = list_slip((word,)) or "写成 [甲, 乙] 这样，每项是一个词。"
                self.say(item.location, f"列表里的“{word}”不是一个词", hint)
            else:
                found.append(word)
        return tuple(found)

    def downloads(self) -> tuple[str, ...]:
        chosen = self.values.get("downloads")
        if chosen is None or chosen.value is None:
            return ("csv", "json")  # what needs nothing installed
        found = self.words("downloads")
        for word in found:
            if word not in DOWNLOADS:
                place = self.values["downloads"].location
                self.say(place, f"不能生成“{word}”", did_you_mean(word, DOWNLOADS))
        return tuple(kind for kind in DOWNLOADS if kind in found)

    def choice(self, name: str, yes: str, no: str, *, default: bool = False) -> bool:
        """Read a setting that is one of two words."""
        text = self.text(name)
        if text and text not in (yes, no):
            self.say(self.places[name], f"这里不能写“{text}”", f"请写“{yes}”或“{no}”。")
        return text == yes if text else default

    def hosts(self) -> tuple[str, ...]:
        """Give further government hosts."""
        found = self.words("government_hosts")
        for host in found:
            if not is_host(host):
                hint = "只写域名，如 www.example.cn，不带 https:// 和斜杠。"
                self.say(self.values["government_hosts"].location, f"域名“{host}”的样子不对", hint)
        return tuple(host.lower() for host in found)

    def page_size(self) -> int:
        text = self.text("page_size") or "20"
        if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _LONGEST_PAGE:
            return int(text)
        place = self.values["page_size"].location
        self.say(place, f"“目录每页”不能是“{text}”", "请写 1 到 500 的整数。")
        return 20

    def accepted(self) -> tuple[Suppression, ...]:
        if "suppressions" not in self.values:
            return ()
        accepted, found = read_acceptances(self.values["suppressions"])
        self.findings.extend(found)
        return accepted

    def wordings(self) -> tuple[BannedTerm, ...]:
        if "banned_terms" not in self.values:
            return ()
        wordings, found = read_wordings(self.values["banned_terms"])
        self.findings.extend(found)
        return wordings

    def targets(self) -> tuple[Target, ...]:
        if "targets" not in self.values:
            return ()
        targets, found = read_targets(self.values["targets"], load_standards().targets)
        self.findings.extend(found)
        return targets

    def index_pattern(self) -> str:
        pattern = self.text("index_pattern")
        try:
            re.compile(pattern)
        except re.error as fault:
            hint = f"正则表达式第 {(fault.pos or 0) + 1} 个字符附近有误。"
            place = self.values["index_pattern"].location
            self.say(place, f"“索引号格式”写错了：{pattern}", hint)
            return ""
        return pattern

    def government_hosts(self) -> tuple[str, ...]:
        own = host_of(self.address())
        return (*GOVERNMENT, *((own,) if own else ()), *self.hosts())

    def levels(self) -> tuple[str, ...]:
        """Give the levels of review, in order."""
        node = self.values.get("review_levels")
        found = self.words("review_levels")
        if node is not None and node.items() == ():
            self.say(
                node.location, "“审核级别”是空的", "写成 [初审, 复审, 终审] 这样；不用的请删去。"
            )
        for level in sorted({one for one in found if found.count(one) > 1}):
            self.say(
                self.values["review_levels"].location, f"审核级别“{level}”写了两次", "请删去一个。"
            )
        return tuple(dict.fromkeys(found)) or ("初审", "复审", "终审")

    def address(self) -> str:
        address = self.text("address")
        return address if not address or address.endswith("/") else f"{address}/"

    def settings(self) -> Settings:
        return Settings(
            name=self.text("name"),
            organization=self.text("organization"),
            domain=self.text("domain"),
            address=self.address(),
            site_code=self.text("site_code"),
            sponsor=self.text("sponsor"),
            operator=self.text("operator"),
            icp=self.text("icp"),
            public_security_record=self.text("public_security_record"),
            public_security_url=self.text("public_security_url"),
            site_badge_url=self.text("site_badge_url"),
            site_badge_picture=self.text("site_badge_picture"),
            error_report_url=self.text("error_report_url"),
            parent_site_name=self.text("parent_site_name"),
            parent_site_url=self.text("parent_site_url"),
            notice=self.text("notice"),
            licence=self.text("licence"),
            licence_url=self.text("licence_url"),
            contact=Contact(*(self.text(f"contact.{name}") for name in _CONTACT)),
            government_hosts=self.government_hosts(),
            external_hosts=tuple(host.lower() for host in self.words("external_hosts") if host),
            suppressions=self.accepted(),
            review_required=self.choice("review", "必须", "不要求"),
            review_levels=self.levels(),
            one_level_each=self.choice("one_level_each", "是", "否", default=True),
            publish_reviewers=self.choice("publish_reviewers", "是", "否"),
            banned_terms=self.wordings(),
            index_pattern=self.index_pattern(),
            public_contacts=tuple(one for one in self.words("public_contacts") if one),
            clean_attachments=self.choice("clean_attachments", "是", "否", default=True),
            page_size=self.page_size(),
            downloads=self.downloads(),
            table_text_annex=self.choice("table_text_annex", "是", "否", default=True),
            document_downloads=self.choice("document_downloads", "是", "否"),
            fonts=Fonts(*(self.text(f"font.{name}") for name in ("title", "body", "hei", "kai"))),
            targets=self.targets(),
            locations=frozendict(self.places),
        )

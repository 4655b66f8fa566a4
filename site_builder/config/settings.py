"""`config.yaml` → `Settings`. Called by the pipeline before any document is read."""

import re
from collections.abc import Mapping
from dataclasses import replace

from site_builder.config.banned_terms import read_banned_terms
from site_builder.config.suppressions import read_suppressions
from site_builder.config.targets import read_targets
from site_builder.config.validators import host_of, is_host_name, validate_setting
from site_builder.core.text.suggest import closest_match, did_you_mean, normalize_label
from site_builder.core.yaml.errors import find_syntax_mistake
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.core.yaml.value_checks import check_comments, check_values
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.formats import DEFAULT_DOWNLOADS, DOWNLOAD_CHOICES
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.settings import Contact, Fonts, Settings
from site_builder.model.standards import BannedTerm, SettingField, Standards
from site_builder.model.suppression import Suppression
from site_builder.model.target import Target

_LIST_SETTINGS = frozenset(
    (
        *("government_hosts", "downloads", "external_hosts", "suppressions"),
        *("banned_terms", "review_levels", "public_contacts", "targets"),
    )
)
GOVERNMENT_SUFFIXES = ("gov.cn", "政务", "xn--zfr164b", "conac.cn")
"""conac.cn shows the record behind the mark of party and government sites."""
_CONTACT_FIELDS = ("office", "address", "hours", "phone", "fax", "postcode", "email", "online")
_FILE = "config.yaml"
_MAX_PAGE_SIZE = 500


def read_settings(
    data: bytes | None, standards: Standards
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
    reader = _SettingsReader(standards)
    reader.read_groups(mapping)
    settings = reader.settings()
    # Settings with errors still let everything else be told in the same run; nothing is published.
    return settings, (*reader.diagnostics, *check_values(mapping), *check_comments(text, _FILE))


def _missing_warning(setting: SettingField, location: Location, label: str) -> Diagnostic:
    message = f"没有写“{label}”，页面显示“待补充”"
    if not setting.required_by_law:
        return warning("settings/missing", location, message, f"{setting.required_by}。")
    suppression_line = f"“  - {{问题: 'settings/required:{setting.key}', 理由: ……}}”"
    hint = f"请补上，不然不能发布（deploy）。确实没有的，在“接受:”下写{suppression_line}。"
    return replace(
        warning("settings/required", location, message, hint),
        basis=f"{setting.required_by}。",
        subject=setting.key,
    )


class _SettingsReader:
    """Takes the groups and keys of the file, and judges each value."""

    def __init__(self, standards: Standards) -> None:
        self.definitions = standards.settings
        self.target_definitions = standards.targets
        self.values: dict[str, Node] = {}
        self.locations: dict[str, Location] = {}
        self.diagnostics: list[Diagnostic] = []
        self.suggested: set[str] = set()
        """Groups and settings that a misspelt word stands for: not to be called missing as well."""

    def add_error(self, location: Location, message: str, hint: str = "") -> None:
        self.diagnostics.append(error("settings/value", location, message, hint))

    def read_groups(self, mapping: Mapping[str, Node]) -> None:
        names = {normalize_label(setting.group) for setting in self.definitions if setting.group}
        tops = {
            normalize_label(setting.key): setting
            for setting in self.definitions
            if not setting.group
        }
        for key, node in mapping.items():
            if normalize_label(key) in names:
                self.read_group(normalize_label(key), node)
            elif normalize_label(key) in tops:
                self.read_setting(tops[normalize_label(key)], key, node, lists=_LIST_SETTINGS)
            else:
                known_keys = [
                    *dict.fromkeys(setting.group or setting.key for setting in self.definitions)
                ]
                self.suggested.add(closest_match(key, known_keys))
                self.add_error(node.key_location, f"不认识的“{key}”", did_you_mean(key, known_keys))
        for setting in self.definitions:
            self.validate(setting)

    def read_group(self, name: str, node: Node) -> None:
        settings_by_key = {
            normalize_label(setting.key): setting
            for setting in self.definitions
            if normalize_label(setting.group) == name
        }
        for setting in settings_by_key.values():
            self.locations[setting.id] = node.key_location
        if node.value is None:
            return
        mapping = node.mapping()
        if mapping is None:
            self.add_error(node.location, f"“{name}”下面应当逐行写“键: 值”")
            return
        for key, child in mapping.items():
            target = settings_by_key.get(normalize_label(key))
            if target is None:
                keys = {other.key: other.id for other in settings_by_key.values()}
                self.suggested.add(keys.get(closest_match(key, keys), ""))
                hint = did_you_mean(key, keys)
                self.add_error(child.key_location, f"“{name}”下没有“{key}”", hint)
            else:
                self.read_setting(target, key, child)

    def read_setting(
        self, target: SettingField, key: str, node: Node, lists: frozenset[str] = frozenset()
    ) -> None:
        """Keep a setting's value; one that is neither text nor a wanted list is no value."""
        self.locations[target.id] = node.key_location
        if target.id not in lists and (node.mapping() is not None or node.items() is not None):
            self.suggested.add(target.id)
            self.add_error(
                node.location, f"“{key}”应当是一段文字", "请去掉括号；需要时用引号括起来。"
            )
        else:
            self.values[target.id] = node

    def validate(self, setting: SettingField) -> None:
        """Report what is missing and who asks for it, and what cannot be right."""
        if setting.id in self.suggested or (setting.group or setting.key) in self.suggested:
            return
        location = self.locations.get(setting.id, Location(_FILE, 1))
        value = self.text(setting.id)
        label = f"{setting.group} → {setting.key}" if setting.group else setting.key
        if not value and setting.required:
            self.add_error(location, f"没有写“{label}”", f"请补上“{setting.key}: …”。")
        elif not value and setting.required_by and not self.text(setting.alternative):
            self.diagnostics.append(_missing_warning(setting, location, label))
        elif value and (problem := validate_setting(setting.id, value)):
            message, hint = problem
            self.add_error(location, f"“{label}”{message}：{value}", hint)

    def text(self, name: str) -> str:
        node = self.values.get(name)
        return " ".join((node.text() or "").split()) if node else ""

    def words(self, name: str) -> tuple[str, ...]:
        node = self.values.get(name)
        if node is None or node.value is None:
            return ()
        items = node.items()
        if items is None:
            punctuation_hint = explain_list_punctuation((node.text() or "",))
            self.add_error(
                node.location,
                "这里应当是列表",
                f"{punctuation_hint}写成 [甲, 乙] 这样，用半角方括号和逗号。",
            )
            return ()
        words: list[str] = []
        for item in items:
            word = (item.text() or "").strip()
            if not word or explain_list_punctuation((word,)):
                hint = explain_list_punctuation((word,)) or "写成 [甲, 乙] 这样，每项是一个词。"
                self.add_error(item.location, f"列表里的“{word}”不是一个词", hint)
            else:
                words.append(word)
        return tuple(words)

    def downloads(self) -> tuple[str, ...]:
        chosen = self.values.get("downloads")
        if chosen is None or chosen.value is None:
            return DEFAULT_DOWNLOADS
        requested = self.words("downloads")
        for word in requested:
            if word not in DOWNLOAD_CHOICES:
                location = self.values["downloads"].location
                self.add_error(location, f"不能生成“{word}”", did_you_mean(word, DOWNLOAD_CHOICES))
        return tuple(kind for kind in DOWNLOAD_CHOICES if kind in requested)

    def choice(self, name: str, yes: str, no: str, *, default: bool = False) -> bool:
        """Read a setting that is one of two words."""
        text = self.text(name)
        if text and text not in (yes, no):
            self.add_error(self.locations[name], f"这里不能写“{text}”", f"请写“{yes}”或“{no}”。")
        return text == yes if text else default

    def extra_government_hosts(self) -> tuple[str, ...]:
        """Return further government hosts."""
        hosts = self.words("government_hosts")
        for host in hosts:
            if not is_host_name(host):
                hint = "只写域名，如 www.example.cn，不带 https:// 和斜杠。"
                self.add_error(
                    self.values["government_hosts"].location, f"域名“{host}”的样子不对", hint
                )
        return tuple(host.lower() for host in hosts)

    def page_size(self) -> int:
        text = self.text("page_size") or "20"
        if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _MAX_PAGE_SIZE:
            return int(text)
        location = self.values["page_size"].location
        self.add_error(location, f"“目录每页”不能是“{text}”", "请写 1 到 500 的整数。")
        return 20

    def suppressions(self) -> tuple[Suppression, ...]:
        if "suppressions" not in self.values:
            return ()
        suppressions, diagnostics = read_suppressions(self.values["suppressions"])
        self.diagnostics.extend(diagnostics)
        return suppressions

    def banned_terms(self) -> tuple[BannedTerm, ...]:
        if "banned_terms" not in self.values:
            return ()
        banned_terms, diagnostics = read_banned_terms(self.values["banned_terms"])
        self.diagnostics.extend(diagnostics)
        return banned_terms

    def targets(self) -> tuple[Target, ...]:
        if "targets" not in self.values:
            return ()
        targets, diagnostics = read_targets(self.values["targets"], self.target_definitions)
        self.diagnostics.extend(diagnostics)
        return targets

    def index_pattern(self) -> str:
        pattern = self.text("index_pattern")
        try:
            re.compile(pattern)
        except re.error as exc:
            hint = f"正则表达式第 {(exc.pos or 0) + 1} 个字符附近有误。"
            location = self.values["index_pattern"].location
            self.add_error(location, f"“索引号格式”写错了：{pattern}", hint)
            return ""
        return pattern

    def government_hosts(self) -> tuple[str, ...]:
        own_host = host_of(self.address())
        return (
            *GOVERNMENT_SUFFIXES,
            *((own_host,) if own_host else ()),
            *self.extra_government_hosts(),
        )

    def review_levels(self) -> tuple[str, ...]:
        """Return the levels of review, in order."""
        node = self.values.get("review_levels")
        levels = self.words("review_levels")
        if node is not None and node.items() == ():
            self.add_error(
                node.location, "“审核级别”是空的", "写成 [初审, 复审, 终审] 这样；不用的请删去。"
            )
        for level in sorted({level for level in levels if levels.count(level) > 1}):
            self.add_error(
                self.values["review_levels"].location, f"审核级别“{level}”写了两次", "请删去一个。"
            )
        return tuple(dict.fromkeys(levels)) or ("初审", "复审", "终审")

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
            contact=Contact(*(self.text(f"contact.{name}") for name in _CONTACT_FIELDS)),
            government_hosts=self.government_hosts(),
            external_hosts=tuple(host.lower() for host in self.words("external_hosts") if host),
            suppressions=self.suppressions(),
            review_required=self.choice("review", "必须", "不要求"),
            review_levels=self.review_levels(),
            one_level_each=self.choice("one_level_each", "是", "否", default=True),
            publish_reviewers=self.choice("publish_reviewers", "是", "否"),
            banned_terms=self.banned_terms(),
            index_pattern=self.index_pattern(),
            public_contacts=tuple(contact for contact in self.words("public_contacts") if contact),
            clean_attachments=self.choice("clean_attachments", "是", "否", default=True),
            page_size=self.page_size(),
            downloads=self.downloads(),
            table_text_annex=self.choice("table_text_annex", "是", "否", default=True),
            document_downloads=self.choice("document_downloads", "是", "否"),
            fonts=Fonts(*(self.text(f"font.{name}") for name in ("title", "body", "hei", "kai"))),
            targets=self.targets(),
            locations=frozendict(self.locations),
        )

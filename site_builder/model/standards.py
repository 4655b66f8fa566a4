"""What the law and the standards ask for, as read from the YAML of `standards/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.form import Form
from site_builder.model.import_headings import ImportHeadings


@dataclass(frozen=True, slots=True)
class Field:
    """A line of front matter that authors may write."""

    id: str
    label: str
    aliases: tuple[str, ...]
    type: str
    """text, long, date, words, item, theme, choice, references, attachments or corrections.

    In the register of bodies also those that its file in `data/` lists.
    """
    required: Literal["law", "practice", ""]
    basis: str
    """The law that wants it."""
    values: tuple[str, ...]
    default: str
    max_length: int
    """Characters at the most; 0 for no limit."""
    help: str
    """What to write, for whoever fills it in; empty where the label says it all."""
    example: str = ""
    report_value: str = ""
    """What every annual report states here; empty where reports differ."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a document or a passage may be in."""

    label: str
    aliases: tuple[str, ...]
    lang: str
    """Its tag (BCP 47)."""
    dir: Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """One item of the fifteen of Art. 20."""

    number: int
    short: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A class of 主题分类."""

    id: str
    label: str
    children: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return what may be written: the class alone, then with each of its sub-classes."""
        return (self.label, *map(self.full_name, self.children))

    def full_name(self, child: str) -> str:
        """Return a sub-class with its class before it."""
        return f"{self.label}\\{child}"


@dataclass(frozen=True, slots=True)
class Channel:
    """One of the statutory columns of a disclosure platform."""

    id: str
    label: str
    path: str
    type: str
    keywords: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class MetaTag:
    """A meta tag and the pages that carry it."""

    name: str
    pages: str
    """all, column or article."""
    source: str
    required: bool


@dataclass(frozen=True, slots=True)
class SettingField:
    """A line of config.yaml."""

    group: str
    """Empty: at the top of the file."""
    key: str
    id: str
    required: bool
    required_by: str
    """Who asks for it; empty when nobody does."""
    required_by_law: bool
    """The law does: nothing goes online without it, or without the office's reason."""
    alternative: str
    """Setting that answers the same; empty for none."""
    type: str
    """As of a `Field`; `mapping` for what has names of its own, such as targets."""
    values: tuple[str, ...]
    help: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class TargetField:
    """A line of a target in config.yaml."""

    key: str
    id: str
    target_types: tuple[str, ...]
    """The kinds of target that have it; none for all."""
    required: bool
    format: str
    """Name of the shape it must have; empty for any text."""
    help: str

    def belongs_to(self, kind: str) -> bool:
        """Return whether targets of a kind have it."""
        return not self.target_types or kind in self.target_types


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body, and whether the law asks it for an annual report."""

    id: str
    label: str
    aliases: tuple[str, ...]
    reports: bool
    is_government: bool
    """Its report is that of a whole level of government, which is due later."""
    basis: str


@dataclass(frozen=True, slots=True)
class BannedTerm:
    """A wrong or obsolete wording that is not to be published."""

    term: str
    replacement: str
    """Empty: there is no single correction."""
    reason: str
    is_error: bool
    """Stops publication; the rest only warn."""
    valid_until: int = 0
    """The last year in which it was right, for a name that has changed; 0 for none."""


@dataclass(frozen=True, slots=True, eq=False)
class TermList:
    """The wordings that come with the program. Compared by identity: there is one."""

    terms: tuple[BannedTerm, ...]
    exceptions: tuple[str, ...]
    """Words that hold a wrong wording and are right: 文化和旅游局 holds 旅游局."""


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """Characters that do not belong in a published text. Compared by identity: there is one."""

    traditional: Mapping[str, str]
    """Traditional character → the simplified one."""
    radicals: Mapping[str, str]
    """CJK radical → the character it resembles."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportLabels:
    """How reports write what their form prints otherwise. Compared by identity: there is one."""

    variants: Mapping[str, tuple[str, ...]]
    """Label of a form → what else stands for it."""
    extra_rows: tuple[str, ...]
    """Rows that offices add and no form has."""
    stubs: tuple[str, ...]
    """What stands in corners and above row labels."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The official working days, as the State Council's yearly notices fix them."""

    last_year: int
    """Last year with a notice."""
    weekday_holidays: tuple[int, ...]
    """Mondays to Fridays off, as ordinals of days, rising."""
    weekend_workdays: tuple[int, ...]
    """Saturdays and Sundays worked in exchange, the same way."""
    assumed_holidays: tuple[tuple[int, int], ...]
    """Month and day of the holidays assumed in years without a notice."""
    assumed_holiday_names: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A line of the application form."""

    id: str
    label: str
    options: tuple[str, ...] = ()
    lines: int = 1
    autofill: str = ""
    """Value of HTML's `autocomplete`; empty where the field asks for nothing browsers know."""
    keyboard: str = ""
    """Value of HTML's `inputmode`; empty for the usual one."""
    handwritten: bool = False
    """To be signed on paper: nothing is typed."""


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A block of the application form."""

    id: str
    title: str
    note: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """The application form for disclosure on request."""

    title: str
    groups: tuple[FormGroup, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standards:
    """All of it: loaded once by whoever runs a command, and passed to all that need it.

    Compared by identity, so that what follows from it is computed once.
    """

    forms: Mapping[str, Form]
    """Statutory forms by id."""
    form_errors: tuple[Diagnostic, ...]
    """Why forms are missing: their files cannot be read. With any, no site is built."""
    data_digest: str
    """Of the files that hold all but the forms."""
    document_fields: tuple[Field, ...]
    standalone_page_fields: tuple[Field, ...]
    introduction_fields: tuple[Field, ...]
    attachment_fields: tuple[Field, ...]
    correction_fields: tuple[Field, ...]
    status_kinds: Mapping[str, str]
    formats: Mapping[str, str]
    languages: tuple[Language, ...]
    disclosure_items: tuple[DisclosureItem, ...]
    themes: tuple[Theme, ...]
    channels: tuple[Channel, ...]
    meta_tags: tuple[MetaTag, ...]
    settings: tuple[SettingField, ...]
    targets: tuple[TargetField, ...]
    body_fields: tuple[Field, ...]
    body_kinds: tuple[BodyKind, ...]
    application: ApplicationForm
    banned_terms: TermList
    characters: Characters
    import_labels: ImportLabels
    work_calendar: WorkCalendar
    import_headings: ImportHeadings

    @property
    def digest(self) -> str:
        """Return what differs between two standards that differ: a part of cache keys."""
        return "-".join((self.data_digest, *(form.digest for form in self.forms.values())))

    def disclosure_item(self, number: int) -> DisclosureItem | None:
        """Find an item of Art. 20; None for a number that is none."""
        return next((item for item in self.disclosure_items if item.number == number), None)

    def channel(self, channel_id: str) -> Channel:
        """Find a column by its id."""
        return next(channel for channel in self.channels if channel.id == channel_id)

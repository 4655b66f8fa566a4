"""The contents of `config.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.model.location import Location
from site_builder.model.standards import BannedTerm
from site_builder.model.suppression import Suppression
from site_builder.model.target import Target


@dataclass(frozen=True, slots=True)
class Contact:
    """How people reach the office; an empty string is not known."""

    office: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    postcode: str = ""
    email: str = ""
    online: str = ""
    """Address of an online application channel."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families that an office has and wants in its files; empty for those that are bundled.

    The four faces of GB/T 9704: 小标宋, 仿宋, 黑体, 楷体.
    """

    title: str = ""
    body: str = ""
    hei: str = ""
    kai: str = ""


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link that an office adds to the frame of all pages."""

    label: str
    url: str
    """Absolute address; empty where it leads to a page of the office's own."""
    page: str
    """That page's source below `content/`; empty for another site."""
    location: Location


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's names, marks and choices. An empty string is not known and shows as 待补充."""

    name: str
    organization: str
    """The disclosing body, printed as issuer where a document names none."""
    domain: str
    """Host name for the SiteDomain tag."""
    address: str
    """Absolute address the output is published under, ending in a slash; empty when unknown."""
    site_code: str
    """网站标识码."""
    sponsor: str
    """主办单位."""
    operator: str
    """承办单位."""
    icp: str
    public_security_record: str
    """公安机关备案号."""
    public_security_url: str
    site_badge_url: str
    """Record page of the 党政机关网站标识."""
    site_badge_picture: str
    """Its picture, a file below `content/`; empty for none."""
    error_report_url: str
    """「我为政府网站找错」 entry."""
    parent_site_name: str
    parent_site_url: str
    """The government site that this section hangs under."""
    header_links: tuple[SiteLink, ...]
    """Links of the host site's header."""
    footer_links: tuple[SiteLink, ...]
    """Links of the host site's footer."""
    navigation: tuple[SiteLink, ...]
    """Entries of the navigation besides the columns."""
    main_colour: str
    """`#rrggbb`; empty for that of the built-in style."""
    emblem: str
    """A picture before the name, a file below `content/`; empty for none."""
    header_picture: str
    """A picture across the header; the same."""
    notice: str
    """Printed on every page, above everything; empty for none."""
    licence: str
    licence_url: str
    """Address of the licence's text."""
    contact: Contact
    government_hosts: tuple[str, ...]
    """Hosts besides .gov.cn that count as government sites."""
    external_hosts: tuple[str, ...]
    """Hosts outside government sites that the office has approved links to."""
    suppressions: tuple[Suppression, ...]
    """Diagnostics that are accepted, with the file each is in."""
    review_required: bool
    review_levels: tuple[str, ...]
    reviewers: tuple[str, ...]
    """Who may sign; empty for anybody."""
    one_level_each: bool
    """One person may hold one level of a document only."""
    publish_reviewers: bool
    banned_terms: tuple[BannedTerm, ...]
    """Wrong or obsolete wordings of the office's own, besides those that come with the program."""
    index_pattern: str
    """Regular expression that index numbers must match; empty for none."""
    public_contacts: tuple[str, ...]
    """Telephone numbers and mail addresses that are open to everybody, besides the contact's."""
    clean_attachments: bool
    """Attachments are published without the names of who made them."""
    page_size: int
    downloads: tuple[str, ...]
    table_text_annex: bool
    """PDF and Word reports end with their statutory tables as text."""
    document_downloads: bool
    """Catalogue documents too can be taken away as chosen in `downloads`."""
    fonts: Fonts
    targets: tuple[Target, ...]
    """Where the site is put online."""
    locations: Mapping[str, Location]
    """Setting name → where it stands (or would stand) in config.yaml."""

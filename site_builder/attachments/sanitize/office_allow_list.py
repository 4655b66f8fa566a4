"""What in office files identifies their authors: in which parts, elements and attributes."""

import re
from collections.abc import Mapping
from html import unescape

from site_builder.attachments.sanitize.xml_editor import (
    AttributeChanges,
    TextHook,
    local_name,
    strip_local_paths,
)
from site_builder.core.file_names import ARCHIVED_SYSTEM_FILES
from site_builder.model.lazy_pattern import lazy_pattern

GENERIC_AUTHOR = "作者"
"""Stands where a comment or a revision must name somebody."""

DROPPED_PARTS = lazy_pattern(
    r"docProps/thumbnail\..*|docMetadata/.*|customXml/.*|word/glossary/.*|customUI/.*"
    r"|userCustomization/.*|.*printerSettings[^/]*|xl/customProperty/.*|xl/customProperty\d*\.bin"
    r"|ppt/changesInfos/.*|ppt/revisionInfo\.xml|word/attachedToolbars\.bin|.*/?webextensions/.*"
    r"|word/recipientData\.xml|word/mailMergeRecipientData\.xml|\[trash\]/.*|Thumbnails/.*"
    r"|Configurations2/.*|layout-cache|VersionList\.xml|Versions/.*|Basic/.*-lb\.xml|manifest\.rdf"
    rf"|{ARCHIVED_SYSTEM_FILES}"
)
"""Parts for programs, without which the file shows the same."""
KNOWN_PARTS = lazy_pattern(
    r"word/(?:document\d*|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes"
    r"|endnotes|comments[^/]*|header\d*|footer\d*|people|vbaData|customizations|bibliography)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|connections|metadata|comments\d*|xmlMaps"
    r"|volatileDependencies)\.xml"
    r"|ppt/(?:presentation|presProps|viewProps|tableStyles|commentAuthors|authors)\.xml"
    r"|(?:word|xl|ppt)/(?:(?:theme|media|embeddings|charts|drawings|diagrams|fonts|ink|activeX"
    r"|ctrlProps|worksheets|chartsheets|dialogsheets|macrosheets|externalLinks|pivotTables"
    r"|pivotCache|tables|tableSingleCells|queryTables|revisions|persons|threadedComments|slicers"
    r"|slicerCaches|timelines|timelineCaches|richData|model|comments|slides|slideLayouts"
    r"|slideMasters|notesSlides|notesMasters|handoutMasters|tags|drawing|featurePropertyBags"
    r"|namedSheetViews)/[^/]+)\.xml"
    r"|\[Content_Types\]\.xml|docProps/(?:core|app|custom)\.xml|(?:.*/)?_rels/[^/]*\.rels"
    r"|(?:word|xl|ppt)/drawings/[^/]+\.vml|(?:word|ppt)/fonts/[^/]+\.(?:odttf|fntdata)"
    r"|mimetype|(?:.+/)?(?:content|styles|meta|settings)\.xml|META-INF/manifest\.xml"
)
"""Parts whose contents are understood."""
HIDDEN_PARTS: Mapping[str, re.Pattern[str]] = {
    "数据透视表的缓存（源数据）": re.compile(r"xl/pivotCache/pivotCacheRecords.*"),
    "外部数据连接": re.compile(r"xl/connections\.xml|xl/queryTables/.*"),
    "别的工作簿的数据": re.compile(r"xl/externalLinks/externalLink.*\.xml"),
    "修订记录（原来的数据）": re.compile(r"xl/revisions/revisionLog.*"),
    "数据模型": re.compile(r"xl/model/.*"),
    "控件": re.compile(r"(?:word|xl|ppt)/(?:activeX|ctrlProps)/.*"),
    "宏": re.compile(r".*vbaProject.*|(?:Basic|Scripts)/.*|xl/macrosheets/.*"),
}
"""Parts that nobody sees, with what they hold: only their author can decide about them."""

_KEPT_CORE = frozenset(("coreProperties", "title", "language", "created", "modified"))
_KEPT_META = frozenset(
    ("document-meta", "meta", "title", "language", "creation-date", "date", "document-statistic")
)
_KEPT_APP = frozenset(
    [
        "Properties",
        "Application",
        "AppVersion",
        "Pages",
        "Words",
        "Characters",
        "Lines",
        "Paragraphs",
        "Slides",
        "Notes",
        "HiddenSlides",
        "MMClips",
        "ScaleCrop",
        "HeadingPairs",
        "TitlesOfParts",
        "LinksUpToDate",
        "CharactersWithSpaces",
        "SharedDoc",
        "HyperlinksChanged",
        "DocSecurity",
        "TotalTime",
        "PresentationFormat",
        "vector",
        "variant",
        "lpstr",
        "i4",
    ]
)
_DROPPED_ELEMENTS = frozenset(
    ("absPath", "revisionPtr", "alternateUrls", "webPublishItems", "webPublishing")
) | {"smartTagPr", "customXmlPr", "dataBinding", "webPublishObjects"}
_KEPT_SETTING_TYPES = frozenset(("boolean", "int", "short", "long", "double"))
_KEPT_SETTINGS = frozenset(("ViewId", "ActiveTable"))
_DRAWING_ELEMENTS = frozenset(("cNvPr", "docPr", "frame"))
"""What is drawn is named after the file it came from."""
_PICTURE_FILE = lazy_pattern(
    r".*\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|emf|wmf|svg)", re.IGNORECASE
)
_DROPPED_BY_PART: Mapping[str, frozenset[str]] = {
    "word/settings.xml": frozenset(
        [
            "attachedTemplate",
            "docVars",
            "rsids",
            "mailMerge",
            "docId",
            "saveThroughXslt",
            "schemaLibrary",
            "attachedSchema",
        ]
    ),
    "ppt/presProps.xml": frozenset(("htmlPubPr", "webPr")),
    "ppt/presentation.xml": frozenset(("smartTags",)),
}
_DROPPED_BY_FOLDER = frozenset((("xl", "customProperties"), ("word", "tag"), ("word", "alias")))
_WORD_ATTRIBUTES: Mapping[str, str | None] = {
    "author": GENERIC_AUTHOR,
    "initials": "",
    "date": None,
    "dateUtc": None,
    "userId": GENERIC_AUTHOR,
    "providerId": "None",
    "ed": None,
}
_ATTRIBUTES_BY_ELEMENT: Mapping[str, Mapping[str, str | None]] = {
    "person": {"displayName": GENERIC_AUTHOR, "userId": GENERIC_AUTHOR, "providerId": "None"},
    "threadedComment": {"dT": None},
    "header": {"userName": GENERIC_AUTHOR},
    "userInfo": {"name": GENERIC_AUTHOR},
    "pivotCacheDefinition": {"refreshedBy": None, "refreshedDate": None, "refreshedDateIso": None},
    "connection": {"sourceFile": None, "odcFile": None, "description": None},
    "dbPr": {"connection": "", "command": None, "serverCommand": None},
    "webPr": {"url": None, "post": None, "editPage": None},
    "textPr": {"sourceFile": None},
    "olapPr": {"localConnection": None},
    "fileSharing": {"userName": None},
    "fileVersion": {"codeName": None},
    "definedName": {"comment": None, "description": None, "help": None, "statusBar": None},
    "customWorkbookView": {"name": GENERIC_AUTHOR},
    "scenario": {"user": None, "comment": None},
    "protectedRange": {"securityDescriptor": None},
    "table": {"comment": None},
    "cmAuthor": {"name": GENERIC_AUTHOR, "initials": ""},
    "author": {
        "name": GENERIC_AUTHOR,
        "initials": "",
        "userId": GENERIC_AUTHOR,
        "providerId": "None",
    },
    "tag": {"val": ""},
    "namedSheetView": {"name": GENERIC_AUTHOR},
    "rcmt": {"author": GENERIC_AUTHOR},
}
_NAME_ELEMENTS: Mapping[str, str] = {
    "author": GENERIC_AUTHOR,
    "creator": GENERIC_AUTHOR,
    "initials": "",
    "sender-initials": "",
    "creator-initials": "",
    "securityDescriptor": "",
}
"""Elements of comments and revisions whose text is a name."""
_PATH_ELEMENTS = frozenset(("instrText", "delInstrText"))
_HEADER_FOOTER_ELEMENTS = frozenset(
    f"{page}{end}" for page in ("odd", "even", "first") for end in ("Header", "Footer")
)
_HEADER_SECTION = lazy_pattern(r"((?:&amp;|&)[LCR])")
"""Where the left, the middle and the right part of a sheet's header begin."""


def element_hook(part: str, name: str, attributes: Mapping[str, str]) -> AttributeChanges | None:
    """Return what to change of one element of a part; None drops it."""
    if _is_dropped(part, name, attributes):
        return None
    if not attributes:
        return {}
    replacements = dict(_ATTRIBUTES_BY_ELEMENT.get(name, {}))
    if part.startswith("word/"):
        replacements |= _WORD_ATTRIBUTES
    changes = {
        key: replacements[local_name(key)] for key in attributes if local_name(key) in replacements
    }
    for key, value in attributes.items():
        if (
            (part.startswith("word/") and local_name(key).startswith("rsid"))
            or (name == "pageSetup" and key.endswith(":id"))
            or (name == "imagedata" and local_name(key) == "title")
        ):
            changes[key] = None
        elif name == "protectedRange" and key == "name":
            changes[key] = f"区域{re.sub(r'[^A-Z0-9]+', '_', attributes.get('sqref', ''))}"
        elif (
            name in _DRAWING_ELEMENTS
            and local_name(key) == "name"
            and _PICTURE_FILE.fullmatch(value)
        ):
            changes[key] = ""
        elif local_name(key) == "href" and value.startswith(("../", "..\\")):
            changes[key] = re.split(r"[\\/]", value.rstrip("\\/"))[-1]
    return changes


def _is_dropped(part: str, name: str, attributes: Mapping[str, str]) -> bool:
    if part == "docProps/core.xml":
        return name not in _KEPT_CORE and name not in ("creator", "lastModifiedBy")
    if part == "docProps/app.xml":
        return name not in _KEPT_APP and name not in ("Company", "Manager")
    if part.endswith("meta.xml"):
        return name not in _KEPT_META and name != "creator"
    if part.endswith("settings.xml") and name == "config-item":
        setting_type, item = (
            attributes.get(f"config:{attribute}", "") for attribute in ("type", "name")
        )
        return setting_type not in _KEPT_SETTING_TYPES and item not in _KEPT_SETTINGS
    folder = part.partition("/")[0]
    return (
        (folder, name) in _DROPPED_BY_FOLDER
        or name in _DROPPED_ELEMENTS
        or name in _DROPPED_BY_PART.get(part, ())
    )


def make_text_hook(part: str, data: bytes) -> TextHook:
    """Return what to write for the texts of a part's elements."""
    name_elements = _name_elements(part)
    author_pattern = _comment_author_pattern(part, data)

    def text_hook(name: str, text: str) -> str:
        if name in name_elements:
            return name_elements[name] if text.strip() else text
        if author_pattern and (match := author_pattern.match(text)):
            return f"{text[: match.start(1)]}{GENERIC_AUTHOR}{text[match.end(1) :]}"
        if name in _HEADER_FOOTER_ELEMENTS:
            return "".join(map(strip_local_paths, _HEADER_SECTION.split(text)))
        return strip_local_paths(text) if name in _PATH_ELEMENTS else text

    return text_hook


def _comment_author_pattern(part: str, data: bytes) -> re.Pattern[str] | None:
    """Return what finds the name by which Excel begins a comment, before its colon."""
    if part.startswith("xl/comments"):
        authors = re.findall(rb"<(?:\w+:)?author>([^<]*)<", data)
    elif part.endswith("content.xml") and b"<office:spreadsheet>" in data:
        authors = re.findall(rb"<dc:creator>([^<]*)<", data)
    else:
        return None
    names = {name.decode("utf-8", "replace").strip() for name in authors} - {"", GENERIC_AUTHOR}
    escaped_names = sorted(re.escape(name) for name in names | set(map(unescape, names)))
    return (
        re.compile(rf"\s*({'|'.join(escaped_names)})\s*[:：]\s*(?:$|\n)") if escaped_names else None
    )


def _name_elements(part: str) -> Mapping[str, str]:
    """Return the elements of a part whose text is somebody's name, with what to write there."""
    if part in ("docProps/core.xml", "docProps/app.xml"):
        empty = ("creator", "lastModifiedBy", "Company", "Manager")
        return dict.fromkeys(empty, "")
    if part.endswith("meta.xml"):
        return {"creator": ""}
    if re.fullmatch(r"xl/comments[^/]*\.xml|xl/comments/.*|(?:.+/)?(?:content|styles)\.xml", part):
        return _NAME_ELEMENTS
    return {}

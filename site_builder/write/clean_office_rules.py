"""What of office files says who made them: in which parts, elements and attributes."""

import re
from collections.abc import Mapping

from site_builder.write.clean_office_xml import Changes, local

AUTHOR = "作者"
"""Stands where a comment or a revision must name somebody."""

DROPPED = re.compile(
    r"docProps/thumbnail\..*|docMetadata/.*|customXml/.*|word/glossary/.*|customUI/.*"
    r"|userCustomization/.*|.*printerSettings[^/]*|xl/customProperty/.*|xl/customProperty\d*\.bin"
    r"|ppt/changesInfos/.*|ppt/revisionInfo\.xml|word/attachedToolbars\.bin|.*/?webextensions/.*"
    r"|word/recipientData\.xml|word/mailMergeRecipientData\.xml|\[trash\]/.*|Thumbnails/.*"
    r"|Configurations2/.*|layout-cache|VersionList\.xml|Versions/.*|Basic/.*-lb\.xml"
)
"""Parts for programs, without which the file shows the same."""
KNOWN = re.compile(
    r"(?:word|xl|ppt)/(?:[^/]+|(?:theme|media|embeddings|charts|drawings|diagrams|fonts|ink|activeX"
    r"|ctrlProps|worksheets|chartsheets|dialogsheets|macrosheets|externalLinks|pivotTables"
    r"|pivotCache|tables|tableSingleCells|queryTables|revisions|persons|threadedComments|slicers"
    r"|slicerCaches|timelines|timelineCaches|richData|model|comments|slides|slideLayouts"
    r"|slideMasters|notesSlides|notesMasters|handoutMasters|tags|drawing|featurePropertyBags"
    r"|namedSheetViews)/[^/]+)\.xml"
    r"|\[Content_Types\]\.xml|docProps/(?:core|app|custom)\.xml|(?:.*/)?_rels/[^/]*\.rels"
    r"|(?:word|xl|ppt)/drawings/[^/]+\.vml|(?:word|ppt)/fonts/[^/]+\.(?:odttf|fntdata)"
    r"|mimetype|(?:.+/)?(?:content|styles|meta|settings)\.xml|META-INF/manifest\.xml|manifest\.rdf"
)
"""Parts whose contents are understood."""

_KEPT_CORE = frozenset(
    [
        "coreProperties",
        "title",
        "subject",
        "keywords",
        "language",
        "created",
        "modified",
        "revision",
        "lastPrinted",
    ]
)
_KEPT_META = frozenset(
    [
        "document-meta",
        "meta",
        "title",
        "subject",
        "keyword",
        "language",
        "creation-date",
        "date",
        "document-statistic",
        "generator",
    ]
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
_ANYWHERE = frozenset(
    ("absPath", "revisionPtr", "alternateUrls", "webPublishItems", "webPublishing")
)
_DROP: Mapping[str, frozenset[str]] = {
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
_WORD: Mapping[str, str | None] = {
    "author": AUTHOR,
    "initials": "",
    "date": None,
    "dateUtc": None,
    "userId": AUTHOR,
    "providerId": "None",
}
_OF_ELEMENTS: Mapping[str, Mapping[str, str | None]] = {
    "person": {"displayName": AUTHOR, "userId": AUTHOR, "providerId": "None"},
    "threadedComment": {"dT": None},
    "header": {"userName": AUTHOR},
    "userInfo": {"name": AUTHOR},
    "pivotCacheDefinition": {"refreshedBy": None, "refreshedDate": None, "refreshedDateIso": None},
    "connection": {"sourceFile": None, "odcFile": None, "description": None},
    "dbPr": {"connection": "", "command": None, "serverCommand": None},
    "webPr": {"url": None, "post": None, "editPage": None},
    "textPr": {"sourceFile": None},
    "olapPr": {"localConnection": None},
    "fileSharing": {"userName": None},
    "fileVersion": {"codeName": None},
    "definedName": {"comment": None, "description": None, "help": None, "statusBar": None},
    "customWorkbookView": {"name": AUTHOR},
    "scenario": {"user": None, "comment": None},
    "protectedRange": {"securityDescriptor": None},
    "table": {"comment": None},
    "cmAuthor": {"name": AUTHOR, "initials": ""},
    "author": {"name": AUTHOR, "initials": "", "userId": AUTHOR, "providerId": "None"},
    "tag": {"val": ""},
    "namedSheetView": {"name": AUTHOR},
    "rcmt": {"author": AUTHOR},
}
WORDS: Mapping[str, str] = {
    "author": AUTHOR,
    "creator": AUTHOR,
    "initials": "",
    "sender-initials": "",
    "creator-initials": "",
    "securityDescriptor": "",
}
"""Elements of comments and revisions whose text is a name."""
PLACES = frozenset(("instrText", "delInstrText"))


def hook(part: str, name: str, attributes: Mapping[str, str]) -> Changes | None:  # noqa: C901, PLR0911 - one line for each place
    """Tell what to change of one element of a part; None drops it."""
    if part == "docProps/core.xml" and name not in _KEPT_CORE:
        return None if name not in ("creator", "lastModifiedBy") else {}
    if part == "docProps/app.xml" and name not in _KEPT_APP:
        return None if name not in ("Company", "Manager") else {}
    if part.endswith("meta.xml") and name not in _KEPT_META and name != "creator":
        return None
    if name in _ANYWHERE or name in _DROP.get(part, ()):
        return None
    if part.startswith("xl/") and name == "customProperties":
        return None
    if part.endswith("settings.xml") and name == "config-item":
        kind = attributes.get("config:name", "")
        return None if "Printer" in kind or "DatabaseName" in kind or "RedlineKey" in kind else {}
    if not attributes:
        return {}
    wanted = dict(_OF_ELEMENTS.get(name, {}))
    if part.startswith("word/"):
        wanted |= _WORD
    changes = {key: wanted[local(key)] for key in attributes if local(key) in wanted}
    for key in attributes:
        if part.startswith("word/") and local(key).startswith("rsid"):
            changes[key] = None
        if name == "pageSetup" and key.endswith(":id"):
            changes[key] = None
    return changes


def words(part: str) -> Mapping[str, str]:
    """Return the elements of a part whose text is somebody's name, with what to write there."""
    if part in ("docProps/core.xml", "docProps/app.xml"):
        empty = ("creator", "lastModifiedBy", "Company", "Manager")
        return dict.fromkeys(empty, "")
    if part.endswith("meta.xml"):
        return {"creator": ""}
    if re.fullmatch(r"xl/comments[^/]*\.xml|xl/comments/.*|(?:.+/)?(?:content|styles)\.xml", part):
        return WORDS
    return {}

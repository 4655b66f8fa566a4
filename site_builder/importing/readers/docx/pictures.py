"""Pictures, text boxes and embedded objects of a Word file."""

from collections.abc import Iterator

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute, chosen_version
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import OriginalPicture

MAX_PICTURES = 500
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_NO_DESCRIPTION = lazy_pattern(
    r"(?is)(?:img|image|picture|图片|图像|图形|微信图片|截图|qq图片)?[\s_()（）\d:.-]*"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp)|微信图片.*|.*描述已自动生成.*"
)
"""What programs fill in where nobody described a picture."""
_OBJECTS = {"c:chart": "图表", "dgm:relIds": "SmartArt 图形"}


def _visible(element: XmlElement) -> Iterator[XmlElement]:
    """Yield all elements inside, but what only repeats something for older programs."""
    pending = element.children[::-1]
    while pending:
        child = pending.pop()
        yield child
        if child.name == "mc:AlternateContent":
            pending.append(chosen_version(child))
        elif child.name != "w:txbxContent":
            pending += child.children[::-1]


def read_drawing(session: ReadingSession, drawing: XmlElement) -> None:
    """Record the pictures and text boxes of a drawing."""
    properties = next(drawing.descendants("wp:docPr"), None)
    description = attribute(properties, "descr") or attribute(properties, "title")
    for element in _visible(drawing):
        if element.name == "a:blip":
            linked = attribute(element, "r:link")
            _add_picture(session, attribute(element, "r:embed") or linked, description)
        elif element.name == "w:txbxContent":
            session.boxes.append(element)
        elif element.name in _OBJECTS:
            session.note_event("object", _OBJECTS[element.name])


def read_vml(session: ReadingSession, picture: XmlElement) -> None:
    """Record the pictures, text boxes and ornamental letters of a drawing of older programs."""
    description = ""
    for element in _visible(picture):
        if element.name.startswith("v:"):
            description = attribute(element, "alt") or description
        if element.name == "v:imagedata":
            key = attribute(element, "r:id") or attribute(element, "r:embed")
            _add_picture(session, key, description)
        elif element.name == "v:textpath" and attribute(element, "string"):
            session.boxes.append(_paragraph_box(attribute(element, "string")))
        elif element.name == "w:txbxContent":
            session.boxes.append(element)


def _paragraph_box(words: str) -> XmlElement:
    text = XmlElement("w:t", {"xml:space": "preserve"}, text=words)
    paragraph = XmlElement("w:p", children=[XmlElement("w:r", children=[text])])
    return XmlElement("w:txbxContent", children=[paragraph])


def read_embedded(session: ReadingSession, embedded: XmlElement) -> None:
    """Record an embedded object: its numbers are in a file of its own."""
    ole_object = next(embedded.descendants("o:OLEObject"), None)
    program = attribute(ole_object, "ProgID") or "对象"
    session.note_event("object", f"嵌入的 {program}")
    session.doubts.append("格子里有嵌入的对象")
    read_vml(session, embedded)


def _add_picture(session: ReadingSession, key: str, description: str) -> None:
    relationship = session.package.relationships(session.part).get(key)
    if relationship is None:
        return
    if relationship.external:
        session.note_event("linked-picture", relationship.target.rpartition("/")[2])
        return
    session.picture_count += 1
    name = relationship.target.rpartition("/")[2]
    try:
        data = session.package.read(relationship.target)
    except UnsupportedFileError:
        data = b""
    media_type = _media_type(data)
    if not media_type or session.picture_count > MAX_PICTURES:
        session.note_event("picture", name)
        return
    if _NO_DESCRIPTION.fullmatch(description):
        description = ""
    words = " ".join(description.split())
    session.pictures.append(OriginalPicture(data, media_type, words, session.origin))


def _media_type(data: bytes) -> str:
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), "")

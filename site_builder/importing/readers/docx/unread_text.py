"""Text that stands in a Word file where nothing that is read can hold it."""

from collections.abc import Iterator

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import chosen_version
from site_builder.importing.readers.docx.session import ReadingSession

_TEXTS = ("w:t", "w:delText", "a:t")


def record_unread_text(session: ReadingSession, body: XmlElement) -> None:
    """Record all text of the body that was neither read nor left out for a reason."""
    for element in _visible_elements(body):
        if element.name in _TEXTS and id(element) not in session.taken and element.text.strip():
            session.omit(element.text, "放在图形里或者 Word 不会显示的地方，没有读进正文")
            session.note_event("unread", session.cut(element.text))


def _visible_elements(element: XmlElement) -> Iterator[XmlElement]:
    """Yield all elements inside, but what only repeats something for older programs."""
    pending = element.children[::-1]
    while pending:
        child = pending.pop()
        yield child
        if child.name == "mc:AlternateContent":
            pending.append(chosen_version(child))
        else:
            pending += child.children[::-1]

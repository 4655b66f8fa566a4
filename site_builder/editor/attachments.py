"""What is put into a text: attachments and pictures from outside, links to other texts."""

import posixpath
from base64 import b64decode
from collections.abc import Mapping

from site_builder.content.markdown.link_markup import write_link, write_picture
from site_builder.core.errors import UsageError, ValueProblem
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.usecases.add_attachment import AddedAttachment, OfferedFile, add_attachment
from site_builder.usecases.save_source import read_source

_CONTENT = "content/"


def _add_attachment(session: Session, request: Request) -> Answer:
    """Put a file beside a text. Answers with what links to it, and what is known of it.

    A picture is put in with its description, as a picture; without one, as a file to take away.
    """
    path = _text_path(session, request)
    description = str(request.get("description", ""))
    if description:
        # Before anything is written: words that cannot be a description.
        write_picture(description, "files/x.png", path)
    offered = OfferedFile(str(request["name"]), b64decode(str(request["data"]), validate=True))
    checked_site = session.state().snapshot.checked_site
    cleaned = checked_site is None or checked_site.site.settings.clean_attachments
    added = add_attachment(
        session.project, session.standards, _CONTENT + path, offered, cleaned=cleaned
    )
    is_shown = bool(description) and added.is_picture
    markup = write_picture(description, added.address, path) if is_shown else _link_to(added, path)
    return {
        "path": added.path,
        "markdown": markup,
        "picture": is_shown,
        "reused": added.is_reused,
        "notes": added.notes,
    }


def _link_to(added: AddedAttachment, path: str) -> str:
    try:
        return write_link(added.title, added.address, path)
    except ValueProblem:
        # It lies there already: better a link by the name that it has now.
        return write_link(posixpath.basename(added.path), added.address, path)


def _check_description(session: Session, request: Request) -> Answer:
    """Judge the words of a picture before it is put anywhere."""
    write_picture(str(request["words"]), "files/x.png", _text_path(session, request))
    return {}


def _write_link(session: Session, request: Request) -> Answer:
    """Write a link to what was named."""
    path = _text_path(session, request)
    return {"markdown": write_link(str(request["words"]), str(request["address"]), path)}


def _list_texts(session: Session, request: Request) -> Answer:
    """List the texts of the site, as this one links to them."""
    path = _text_path(session, request)
    checked_site = session.state().snapshot.checked_site
    documents = checked_site.site.all_documents() if checked_site else ()
    folder = posixpath.dirname(path) or "."
    return {
        "texts": [
            {
                "title": document.title,
                "address": posixpath.relpath(document.source.path, folder),
            }
            for document in documents
            if document.source.path != path
        ]
    }


def _text_path(session: Session, request: Request) -> str:
    """Return the path of a text, below `content/`. Raises UsageError for what is none."""
    path = read_source(session.project, str(request["path"])).path
    if not path.startswith(_CONTENT) or not path.endswith(".md"):
        raise UsageError("只能在文稿里放附件和链接")
    return path.removeprefix(_CONTENT)


ACTIONS: Mapping[str, Action] = {
    "add-attachment": _add_attachment,
    "check-description": _check_description,
    "write-link": _write_link,
    "list-texts": _list_texts,
}

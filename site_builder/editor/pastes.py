"""A table from the clipboard, with its headings and labels: where its cells belong in the form."""

from collections.abc import Mapping
from typing import Literal

from site_builder.editor.figures_form import cell_name
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.usecases.recognize_pasted import recognize_pasted


def _recognize(session: Session, request: Request) -> Answer:
    """Recognize what was pasted, by the words beside and above the numbers."""
    year = int(request["year"])
    kind: Literal["html", "text"] = "html" if request["kind"] == "html" else "text"
    form = session.form(year)
    pasted = recognize_pasted(str(request["text"]), kind, session.standards, form, year)
    return {
        "cells": {cell_name(key): typed for key, typed in pasted.typed.items()},
        "doubts": {cell_name(key): reason for key, reason in pasted.doubts.items()},
        "tables": {table.id: table.title for table in form.tables()},
    }


ACTIONS: Mapping[str, Action] = {"recognize-pasted": _recognize}

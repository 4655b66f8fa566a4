"""A year's figures: the statutory tables as a form, judged while they are typed."""

from collections.abc import Mapping

from site_builder.core.errors import UsageError
from site_builder.core.urls import YEAR
from site_builder.editor.figures_form import cell_name, form_tables, typed_cells_of
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.plain_hints import plain_hint
from site_builder.editor.reviewed_texts import open_remarks
from site_builder.editor.session import Session, read_cells, save_cells
from site_builder.editor.unsaved_edits import forget_edit, unsaved_edit
from site_builder.model.figure_judgement import JudgedIdentity
from site_builder.usecases.judge_figures import judge_figures


def _figures(session: Session, rest: str, _arguments: Arguments) -> str:
    if not YEAR.fullmatch(rest):
        raise UsageError("没有这个网页")
    year = int(rest)
    source, typed, notes = read_cells(session, year)
    form = session.form(year)
    return render(
        session,
        "figures.html",
        year=year,
        form=form,
        path=source.path,
        base=source.digest,
        tables=form_tables(form, typed, notes, session.previous_figures(year)),
        has_previous=session.previous_figures(year) is not None,
        import_notes=session.import_notes.get(year, ()),
        **unsaved_edit(session, source.path),
        **open_remarks(session, source.path),
    )


def _judge(session: Session, request: Request) -> Answer:
    """Judge the cells of a year as they are typed."""
    year = int(request["year"])
    form = session.form(year)
    judgement = judge_figures(
        form,
        typed_cells_of(request["cells"]),
        session.previous_figures(year),
        with_causes=bool(request.get("causes")),
    )
    return {
        "problems": {
            cell_name(each.key): f"{each.message}。{plain_hint(each.hint)}"
            for each in judgement.problems
        },
        "empty": len(judgement.empty),
        "identities": {
            "|".join((each.table, *each.name)): _identity(each) for each in judgement.identities
        },
        "causes": [
            {
                "summary": group.summary,
                "cells": [
                    cell_name(change.key)
                    for cause in group.causes[:1]
                    for change in cause.changes
                    if not change.previous_year
                ],
            }
            for group in judgement.causes
        ],
    }


def _identity(judged: JudgedIdentity) -> Answer:
    return {
        "state": judged.state,
        "warning": judged.is_warning,
        "difference": judged.difference,
        "left": judged.left,
        "right": judged.right,
        "reason": judged.reason,
    }


def _save_figures(session: Session, request: Request) -> Answer:
    """Type some cells anew, and save."""
    source = save_cells(
        session, int(request["year"]), str(request["base"]), typed_cells_of(request["cells"])
    )
    forget_edit(session, source.path, request)
    return {"base": source.digest}


PAGES: Mapping[str, Page] = {"figures": _figures}
ACTIONS: Mapping[str, Action] = {"judge": _judge, "save-figures": _save_figures}

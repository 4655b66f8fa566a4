"""Rows copied from a spreadsheet: what they come to is shown, and written when it is confirmed."""

from collections.abc import Mapping

from site_builder.editor.catalogue import planned_document
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.session import Session
from site_builder.usecases.add_catalogue_rows import plan_digest, plan_rows, write_rows


def _additions(session: Session, _rest: str, _arguments: Arguments) -> str:
    labels = [each.label for each in session.standards.document_fields if each.required]
    return render(session, "catalogue_additions.html", labels=labels)


def _plan(session: Session, request: Request) -> Answer:
    """Plan what pasted rows come to."""
    sources = session.catalogue.read(session.project, session.standards)
    plan = plan_rows(str(request["text"]), session.project, sources, session.standards)
    return {
        "plan": plan_digest(plan),
        "created": [
            {"path": each.path, "row": each.row, **planned_document(each)} for each in plan.created
        ],
        "changed": [
            {"path": each.path, "row": each.row, "reason": each.reason, **planned_document(each)}
            for each in (*plan.changed, *plan.unconfirmed)
        ],
        "rejected": [[each.row, each.title, "；".join(each.reasons)] for each in plan.rejected],
        "unchanged": plan.unchanged,
        "faults": list(plan.faults),
        "notes": list(plan.notes),
    }


def _write(session: Session, request: Request) -> Answer:
    """Write what was shown."""
    confirmed = request["confirmed"]
    if not isinstance(confirmed, list):
        raise TypeError
    sources = session.catalogue.read(session.project, session.standards)
    plan = plan_rows(str(request["text"]), session.project, sources, session.standards)
    written = write_rows(
        plan,
        str(request["plan"]),
        [str(path) for path in confirmed],
        session.project,
        sources,
        now=session.now(),
    )
    return {"written": list(written)}


PAGES: Mapping[str, Page] = {"catalogue-add": _additions}
ACTIONS: Mapping[str, Action] = {"plan-additions": _plan, "write-additions": _write}

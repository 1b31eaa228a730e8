"""The saved views of a list, kept in the vault: their order is the user's, the first is the default (habit 25)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.view import ALL, BUILT_IN, View
from desktop_crm.core.rooms import ROOMS


class ViewNameTakenError(RefusedError):
    """Another view of the list has the name; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is a view called “{name}” already").format(name=name),
            _("Choose another name, or save your changes into that view."),
        )


def views(connection: Connection, kind: Kind) -> list[View]:
    """The views of a list in the user's order; built-in ones that came since stand at the end."""
    kept = _kept(connection, kind)
    made = {view.key: view for view in BUILT_IN if view.kind is kind}
    found = [_own(kind, entry) if "name" in entry else made[entry["key"]] for entry in _known(kept, made)]
    seen = {view.key for view in found} | set(kept["gone"])
    return found + [view for view in made.values() if view.key not in seen]


def add_view(session: Session, view: View) -> Changes:
    """No changes of records; the view is the last of its list, under a new key, whatever key it had.

    Raises:
        ViewNameTakenError: or RefusedError where there is no name; nothing was written.
    """
    new = replace(view, key=str(session.new_id()), name=view.name.strip())
    present = views(session.connection, view.kind)
    _check_name(new, present)
    return _keep(session, view.kind, [*present, new])


def save_view(session: Session, view: View) -> Changes:
    """No changes of records; the view takes the place of the one with its key.

    Raises:
        ViewNameTakenError: or RefusedError where there is no name; nothing was written.
    """
    present = views(session.connection, view.kind)
    _check_name(view, [other for other in present if other.key != view.key])
    return _keep(session, view.kind, [view if other.key == view.key else other for other in present])


def rename_view(session: Session, kind: Kind, key: str, name: str) -> Changes:
    """No changes of records; the view is called so, if it is there still.

    Raises:
        ViewNameTakenError: or RefusedError where there is no name; nothing was written.
    """
    view = next((view for view in views(session.connection, kind) if view.key == key), None)
    return save_view(session, replace(view, name=name.strip())) if view else Changes()


def remove_view(session: Session, kind: Kind, key: str) -> Changes:
    """No changes of records; the view is gone, a built-in one too, unless it is the one that shows everything."""
    return _keep(session, kind, [view for view in views(session.connection, kind) if view.key != key or key == ALL])


def arrange_views(session: Session, kind: Kind, keys: Sequence[str]) -> Changes:
    """No changes of records; the views with these keys come first, in this order."""
    place = {key: number for number, key in enumerate(keys)}
    present = views(session.connection, kind)
    return _keep(session, kind, sorted(present, key=lambda view: place.get(view.key, len(place))))


def bring_views_back(session: Session, kind: Kind) -> Changes:
    """No changes of records; the built-in views are there again, as they were made."""
    made = [view for view in BUILT_IN if view.kind is kind]
    keys = {view.key for view in made}
    own = [view for view in views(session.connection, kind) if view.key not in keys]
    return _keep(session, kind, [*made, *own])


def _check_name(view: View, others: Sequence[View]) -> None:
    if not view.name.strip():
        raise RefusedError(_("A view needs a name"), _("Say in a few words what it shows."))
    if view.title.casefold() in {other.title.casefold() for other in others}:
        raise ViewNameTakenError(view.title)


def _name(kind: Kind) -> str:
    return f"views.{kind}"


def _kept(connection: Connection, kind: Kind) -> dict[str, Any]:
    kept: dict[str, Any] = settings_store.kept(connection, _name(kind), {"views": [], "gone": []})
    return kept


def _own(kind: Kind, entry: dict[str, Any]) -> View:
    """A view as it was kept, without filters by fields that this version of the program does not have."""
    view = View.from_json(kind, entry)
    names = {field.name for field in ROOMS[kind].fields}
    return replace(view, filters={name: value for name, value in view.filters.items() if name in names})


def _known(kept: dict[str, Any], made: dict[str, View]) -> list[dict[str, Any]]:
    """The entries that this version of the program knows: a built-in view may have been dropped since."""
    return [entry for entry in kept["views"] if "name" in entry or entry["key"] in made]


def _keep(session: Session, kind: Kind, present: Sequence[View]) -> Changes:
    """Built-in views that are as they were made are kept by their keys alone, so that they can be improved."""
    made = {view.key: view for view in BUILT_IN if view.kind is kind}
    entries = [{"key": view.key} if made.get(view.key) == view else view.as_json() for view in present]
    gone = [key for key in made if key not in {view.key for view in present}]
    return settings_store.keep(session, _name(kind), {"views": entries, "gone": gone})

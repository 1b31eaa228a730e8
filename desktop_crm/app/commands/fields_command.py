"""`fields`: which fields records have, the user's own ones added, changed and removed, others hidden (C-38)."""

from argparse import Namespace
from typing import Any

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import OWN, Field, FieldType, folded
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import using
from desktop_crm.core.workflows import tailor_fields


def run(args: Namespace) -> int:
    """Do what was asked for, and say which fields there are then."""
    kind = Kind(args.kind) if args.kind else None
    with opened(args) as book:
        if kind and args.action != "list":
            book.write("tailor_fields", lambda session: _change(session, kind, args))
        tailoring = book.database.tailoring
    kinds = [kind] if kind else list(ROOMS)
    with using(tailoring):
        if args.json:
            fields = {each.value: [_document(each, field) for field in ROOMS[each].fields] for each in kinds}
            print_json({"fields": fields})
        elif args.action == "list":
            for each in kinds:
                _print_fields(each)
        else:
            say(_("Done: {title}").format(title=args.field))
    return 0


def _change(session: Session, kind: Kind, args: Namespace) -> Changes:
    field_type = FieldType(args.type) if getattr(args, "type", None) else None
    match args.action:
        case "add":
            return tailor_fields.add_field(
                session,
                kind,
                args.field,
                field_type or FieldType.TEXT,
                choices=args.choices,
                required=bool(args.required),
                in_table=bool(args.in_list),
            )
        case "change":
            return tailor_fields.change_field(
                session,
                kind,
                _named(kind, args.field),
                label=args.label,
                field_type=field_type,
                choices=args.choices,
                required=args.required,
                in_table=args.in_list,
            )
        case "remove":
            return tailor_fields.remove_field(session, kind, _named(kind, args.field))
        case "hide":
            return tailor_fields.hide_field(session, kind, _named(kind, args.field))
        case _:
            return tailor_fields.show_field(session, kind, _named(kind, args.field))


def _named(kind: Kind, text: str) -> str:
    """The name of the field that has this name, or this label in either language; else the text itself."""
    for field in ROOMS[kind].fields:
        if folded(text) in map(folded, field.headings()):
            return field.name
    return text


def _document(kind: Kind, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": _title(field),
        "type": field.type.value,
        "own": field.name.startswith(OWN),
        "hidden": field.name in tailor_fields.hidden_fields(kind),
        "required": field.required,
        "in_list": field.in_table,
        "choices": [_(choice.label) for choice in field.choices.offered] if field.choices else None,
    }


def _print_fields(kind: Kind) -> None:
    """The fields of a kind line by line, with what is special about each."""
    title, hidden = TITLES[kind], tailor_fields.hidden_fields(kind)
    print("  ".join((_(title), kind.value)))
    for field in ROOMS[kind].fields:
        marks = [_("own field")] if field.name.startswith(OWN) else []
        marks += [_("required")] if field.required else []
        marks += [_("hidden")] if field.name in hidden else []
        print("  ".join(filter(None, ("  " + _title(field), field.name, field.type.value, ", ".join(marks)))))


def _title(field: Field) -> str:
    return _(field.label)

"""`FIELD=TEXT`: which records go into a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, FieldType, folded
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.headings import CUSTOMER_NUMBER, field_of, targets
from desktop_crm.core.values.field_values import show


class UnknownFilterError(RefusedError):
    """A filter names no field, or is none; nothing was written."""

    def __init__(self, text: str, kind: Kind) -> None:
        labels = ", ".join(_(field.label) for field in ROOMS[kind].fields if not field.confidential)
        super().__init__(
            _("The filter “{text}” names no field of {kind}").format(text=text, kind=_(TITLES[kind])),
            _("Write FIELD=TEXT with one of these fields: {fields}").format(fields=labels),
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """`field` is None where the text is compared with the number of the record's customer."""

    field: Field | None
    text: str

    def fits(self, value: Any, reference: str) -> bool:
        """Whether a value holds the text; `reference` is what is shown instead of an id.

        A choice must be the one named, by its label in any language or its code; any other value must contain the text
        as it is shown, whatever its case and width. No text at all fits empty values.
        """
        field = self.field
        shown = str(value or "") if field is None else reference
        if field and field.type is not FieldType.REFERENCE:
            shown = "" if is_empty(value) else show(field, value)
            if field.choices and self.text:
                wanted = _plain(field.choices.code_of(self.text) or self.text)
                return wanted in {_plain(word) for word in (value if isinstance(value, tuple) else [value or ""])}
        return _plain(self.text) in _plain(shown) if self.text else not shown


def is_empty(value: Any) -> bool:
    """Whether an entity's attribute says nothing; `no` and 0 say something."""
    return value is None or value in ("", (), {})


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def parse_filters(texts: Sequence[str], kind: Kind) -> list[Filter]:
    """The filters that the texts say, each `FIELD=TEXT`, the field by a heading that an import would know.

    Raises:
        UnknownFilterError: a text has no `=`, or no field of this kind has the name.
    """
    filters = []
    for text in texts:
        name, equals, wanted = text.partition("=")
        target = targets(kind).get(folded(name), "")
        field = field_of(kind, target)
        if not equals or (field is None and target != CUSTOMER_NUMBER) or (field and field.confidential):
            raise UnknownFilterError(text, kind)
        filters.append(Filter(field, wanted.strip()))
    return filters

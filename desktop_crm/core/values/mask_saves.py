"""A save that contains a mask is refused: what was shown masked must not take the place of what is known (trust)."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, Mask, RecordFields
from desktop_crm.core.i18n import _
from desktop_crm.core.values.field_values import mask_of, mask_text, show
from desktop_crm.core.values.money import ROUGH, Money
from desktop_crm.core.values.names import HIDDEN

_NAMES = (Mask.PERSON, Mask.COMPANY)
_MARK = "*"


class MaskedValueError(RefusedError):
    """A value to be saved is the masked form of one; nothing was changed."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            _("{field} holds a masked value").format(field=_(field.label)),
            _("It would take the place of the true one. Type the whole value, or leave it as it was."),
        )


def refuse_masks(fields: RecordFields, values: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Compare what is to be saved with what is `known` of the record, which is nothing for a new one.

    A name with a star is taken where it hides nothing that is known: many know their customers by no other. Anything
    else that is masked is of no use to anybody, unless it stands there already.

    Raises:
        MaskedValueError: a value is a mask.
    """
    for name, value in values.items():
        if name in fields and _takes_the_place(fields[name], value, known.get(name)):
            raise MaskedValueError(fields[name])


def _takes_the_place(field: Field, value: Any, known: Any) -> bool:
    mask = mask_of(field)
    if isinstance(value, Money):
        return value.text == ROUGH
    if mask is Mask.NO or not value or value == known:
        return False
    words, before = list(_words(field, value)), list(_words(field, known))
    new = [word for word in words if word not in before and _MARK in word]
    if mask in _NAMES:
        hidden = {mask_text(each, word) for word in before if word not in words for each in _NAMES}
        return any(word in hidden for word in new)
    return any(word == HIDDEN or HIDDEN in word for word in new)


def _words(field: Field, value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from value
    elif value:
        yield show(field, value)

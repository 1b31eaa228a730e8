"""A save that contains a mask is refused where it would hide what is known."""

from typing import Any

import pytest

from desktop_crm.core.contacts.fields import FIELDS as CONTACT
from desktop_crm.core.customers.fields import FIELDS as CUSTOMER
from desktop_crm.core.values.mask_saves import MaskedValueError, refuse_masks
from desktop_crm.core.values.money import ROUGH, Money, MoneyRange
from desktop_crm.core.values.phone import Phone


@pytest.mark.parametrize(
    ("fields", "name", "value", "known"),
    [
        (CONTACT, "name", "张*", "张三"),
        (CUSTOMER, "name", "*科技有限公司", "云帆科技有限公司"),
        (CUSTOMER, "name", "欧阳*", "欧阳明"),
        (CONTACT, "mobile", Phone("139****5678"), Phone("13912345678", "+8613912345678")),
        (CONTACT, "mobile", Phone("139****5678"), None),
        (CONTACT, "email", "l***@example.com", ""),
        (CUSTOMER, "uscc", "****CD20", ""),
        (CONTACT, "wechat", "***", "lilei"),
    ],
)
def test_a_mask_is_not_saved(fields: Any, name: str, value: Any, known: Any) -> None:
    with pytest.raises(MaskedValueError):
        refuse_masks(fields, {name: value}, {name: known})


@pytest.mark.parametrize(
    ("fields", "name", "value", "known"),
    [
        (CONTACT, "name", "张*", None),  # as the user's own forms have it
        (CUSTOMER, "name", "*科技有限公司", ""),
        (CONTACT, "name", "张*", "张*"),
        (CONTACT, "mobile", Phone("139****5678"), Phone("139****5678")),
        (CONTACT, "mobile", Phone("13912345678"), Phone("139****5678")),
        (CONTACT, "title", "经理***", "经理"),
        (CUSTOMER, "annual_revenue", MoneyRange(1, 2), None),
    ],
)
def test_what_hides_nothing_is_saved(fields: Any, name: str, value: Any, known: Any) -> None:
    refuse_masks(fields, {name: value}, {name: known})


def test_a_rough_amount_is_not_saved() -> None:
    from desktop_crm.core.orders.fields import FIELDS as ORDER  # noqa: PLC0415

    with pytest.raises(MaskedValueError):
        refuse_masks(ORDER, {"amount": Money(100, text=ROUGH)}, {})

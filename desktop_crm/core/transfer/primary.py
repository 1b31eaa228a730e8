"""One primary contact for each customer (K-05): the stored one stays, or the first in the file."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.drafts import Draft

_PRIMARY = "is_primary"


def settle_primary(
    drafts: Iterable[Draft], updates: Mapping[int, dict[str, Any]], stored: Iterable[tuple[int, Mapping[str, Any]]]
) -> None:
    """Let only one of each customer's contacts be the primary one, and say so of the others that a file calls it.

    `drafts` are the contacts of the file, in its order, new or matched; `updates` what is to be set in stored ones.
    """
    holders: dict[int, tuple[int, str]] = {}
    for record_id, values in stored:
        stays = updates.get(record_id, {}).get(_PRIMARY, values.get(_PRIMARY))
        if values.get(_PRIMARY) and stays and values.get("customer_id"):
            holders[values["customer_id"]] = (record_id, values.get("name", ""))
    for draft in drafts:
        customer_id = draft.values.get("customer_id")
        said = updates.get(draft.id, draft.values)
        if not said.get(_PRIMARY) or not customer_id:
            continue
        holder, name = holders.setdefault(customer_id, (draft.id, draft.values.get("name", "")))
        if holder != draft.id:
            said[_PRIMARY] = False
            if _PRIMARY in draft.headings:
                reason = _("The primary contact of this customer is {name}; nobody else becomes it").format(name=name)
                draft.doubts.append((draft.headings[_PRIMARY], reason))

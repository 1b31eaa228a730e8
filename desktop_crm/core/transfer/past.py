"""What becomes of follow-ups whose time was over before the import (decision 12): no clock runs for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.values.moment import Moment


def settle_followups(drafts: Iterable[Draft], latest: Mapping[CustomerId, Moment], session: Session) -> None:
    """Close past follow-ups after which the customer was met again, and mark the other past ones to be checked.

    `latest` is each customer's last interaction. A follow-up counts from the interaction it came from, which is to be
    written before; one that stands alone counts from its own due date.
    """
    past: list[dict[str, Any]] = []
    for draft in drafts:
        draft.values.setdefault("owner", session.author)
        due: Moment | None = draft.values.get("due")
        if draft.values.get("status", OPEN) == OPEN and due and due.end() < session.at:
            past.append(draft.values)
    ids = {values["interaction_id"] for values in past if values.get("interaction_id")}
    talks: dict[int | None, Moment | None] = {
        talk.id: talk.occurred for talk in INTERACTIONS.get_many(session.connection, ids)
    }
    for values in past:
        since = talks.get(values.get("interaction_id")) or values["due"]
        met = latest.get(CustomerId(values["customer_id"])) if values.get("customer_id") else None
        if met and met.at > since.at:
            values |= {"status": DONE, "result": _("Imported"), "done": met}
        else:
            values["to_check"] = True

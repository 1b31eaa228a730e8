"""What becomes of follow-ups whose time was over before the import (decision 12): no clock runs for them."""

from collections.abc import Iterable, Mapping

from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.values.moment import Moment


def settle_followups(
    drafts: Iterable[Draft],
    latest: Mapping[CustomerId, Moment],
    sources: Mapping[int, Moment | None],
    session: Session,
) -> None:
    """Close past follow-ups after which the customer was met again, and mark the other past ones to be checked.

    `latest` is each customer's last interaction; `sources` names, by id of the draft, the time of the interaction a
    follow-up came from. A follow-up that stands alone counts from its own due date.
    """
    for draft in drafts:
        values = draft.values
        values.setdefault("owner", session.author)
        due: Moment | None = values.get("due")
        if values.get("status", OPEN) != OPEN or due is None or due.end() >= session.at:
            continue
        since = sources.get(draft.id) or due
        met = latest.get(CustomerId(values["customer_id"])) if values.get("customer_id") else None
        if met and met.at > since.at:
            values |= {"status": DONE, "result": _("Imported"), "done": met}
        else:
            values["to_check"] = True

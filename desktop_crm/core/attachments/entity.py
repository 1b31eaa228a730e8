"""What an attachment is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import AttachmentId, CustomerId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Entity):
    """One file that belongs to a record (I-14); the content lies encrypted in the vault under its hash.

    The fields are described in `fields.py`.
    """

    id: AttachmentId = AttachmentId(0)
    customer_id: CustomerId | None = None
    name: str = ""
    dated: Day | None = None
    type: str = ""
    record_kind: str = ""
    record_id: int | None = None
    media_type: str = ""
    size_bytes: int | None = None
    sha256: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)

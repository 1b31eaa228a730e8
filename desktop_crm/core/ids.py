"""Ids that sort by time and stay unique when laptops meet.

A 63-bit number in the Snowflake layout: 41 bits of milliseconds since 2025-01-01 UTC, 16 bits of device, 6 bits of
sequence. It is the SQLite rowid.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import NewType

from desktop_crm.core import clock

CustomerId = NewType("CustomerId", int)
ContactId = NewType("ContactId", int)
InteractionId = NewType("InteractionId", int)
FollowupId = NewType("FollowupId", int)
OrderId = NewType("OrderId", int)
NeedId = NewType("NeedId", int)
DecisionStepId = NewType("DecisionStepId", int)
CommitmentId = NewType("CommitmentId", int)
DealId = NewType("DealId", int)
QuotationId = NewType("QuotationId", int)
ContractId = NewType("ContractId", int)
ServiceRequestId = NewType("ServiceRequestId", int)
FeedbackId = NewType("FeedbackId", int)
SatisfactionId = NewType("SatisfactionId", int)
SurveyId = NewType("SurveyId", int)
SurveyAnswersId = NewType("SurveyAnswersId", int)
GiftId = NewType("GiftId", int)
NewsId = NewType("NewsId", int)
StoryId = NewType("StoryId", int)
MaterialId = NewType("MaterialId", int)
AttachmentId = NewType("AttachmentId", int)
ActionId = NewType("ActionId", int)

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
DEVICE_BITS = 16
SEQUENCE_BITS = 6
_LOW_BITS = DEVICE_BITS + SEQUENCE_BITS
LAST_ACCEPTED = (1 << 62) - 1  # the largest id taken from elsewhere: half of all ids, up to 2059, come after it


def new_device() -> int:
    """A random device number, 0 to 65,535, for a new installation."""
    return secrets.randbelow(1 << DEVICE_BITS)


def millisecond_of(record_id: int) -> int:
    """The milliseconds since `EPOCH` that an id carries."""
    return record_id >> _LOW_BITS


def _milliseconds_now() -> int:
    return int((clock.now() - EPOCH).total_seconds() * 1000)


class IdMaker:
    """Makes ids that rise strictly, whatever the clock does.

    It starts above `above`, the largest id seen so far, imported packs included; when the clock stands still or goes
    back it counts on from the last id instead.
    """

    def __init__(self, device: int, above: int = 0, milliseconds: Callable[[], int] = _milliseconds_now) -> None:
        if not 0 <= device < 1 << DEVICE_BITS:
            raise ValueError(device)
        self._device = device
        self._milliseconds = milliseconds
        self._last = millisecond_of(above)
        self._sequence = (1 << SEQUENCE_BITS) - 1
        self._lock = Lock()

    def next(self) -> int:
        """The next id, above every one before it."""
        with self._lock:
            present = max(self._milliseconds(), 0)
            if present > self._last:
                self._last, self._sequence = present, 0
            elif self._sequence + 1 < 1 << SEQUENCE_BITS:
                self._sequence += 1
            else:
                self._last, self._sequence = self._last + 1, 0
            return (self._last << _LOW_BITS) | (self._device << SEQUENCE_BITS) | self._sequence

    def seen(self, record_id: int) -> None:
        """Make every later id larger than `record_id`, which came from elsewhere."""
        with self._lock:
            if millisecond_of(record_id) >= self._last:
                self._last, self._sequence = millisecond_of(record_id), (1 << SEQUENCE_BITS) - 1

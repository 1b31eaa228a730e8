"""How a field is described, once, for every place that shows, edits, searches, imports, exports or prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from desktop_crm.core.choices import ChoiceList
from desktop_crm.core.i18n import LANGUAGES, translate
from desktop_crm.core.kinds import Kind


class FieldType(StrEnum):
    """What a value is. The Python type of each stands in `values.field_values`."""

    TEXT = auto()
    LONG_TEXT = auto()
    CHOICE = auto()  # one member of a drop-down list
    CHOICES = auto()  # several members of a drop-down list
    TAGS = auto()  # several free words
    YES_NO = auto()
    NUMBER = auto()
    DAY = auto()  # a year, a month or a day; text that is none of these is kept as typed
    MOMENT = auto()  # a point in time with the zone of entry, or a whole day
    PHONE = auto()
    EMAIL = auto()
    WEBSITE = auto()
    USCC = auto()
    MONEY = auto()
    MONEY_RANGE = auto()
    REFERENCE = auto()  # the id of another record
    UNPLACED = auto()  # what an import brought and no field takes: heading to text


class Search(Enum):
    """How the text index takes a field."""

    NO = auto()
    IDENTITY = auto()  # what a record is known by: any part of it finds the record, before hits in text
    NAME = auto()  # identity that is also found by pinyin and initials
    TEXT = auto()


class Mask(Enum):
    """How a value is shown to those who may not see it whole (P-05)."""

    NO = auto()
    PERSON = auto()
    COMPANY = auto()
    PHONE = auto()
    EMAIL = auto()
    USCC = auto()
    AMOUNT = auto()
    HIDE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of record. `label`, `section` and `hint` are messages to be translated when shown."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    section: str = ""
    requirement: str = ""
    aliases: tuple[str, ...] = ()
    choices: ChoiceList | None = None
    refers_to: Kind | None = None
    required: bool = False
    account_type: str | None = None  # only for customers of this account type
    search: Search = Search.NO
    mask: Mask = Mask.NO
    confidential: bool = False
    derived: bool = False  # computed from other records: shown and exported, never stored or imported
    in_table: bool = False
    hint: str = ""

    def headings(self) -> Iterator[str]:
        """Every heading by which a file may name this field: its label in each language, then its aliases."""
        for language in LANGUAGES:
            yield translate(self.label, language)
        yield self.name
        yield from self.aliases


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The fields of one kind of record, in the order in which forms and files show them."""

    kind: Kind
    fields: tuple[Field, ...]
    sheet_aliases: tuple[str, ...] = ()  # other names by which a sheet of a file holds this kind

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __getitem__(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that have columns."""
        return tuple(field for field in self.fields if not field.derived)

"""How a field is described, once, for every place that shows, edits, searches, imports, exports or prints it."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from unicodedata import normalize

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
    RECURRENCE = auto()  # a rule of RFC 5545 by which something comes again
    MONEY = auto()
    MONEY_RANGE = auto()
    REFERENCE = auto()  # the id of another record
    ANSWERS = auto()  # question to answer, both as text
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
    limits: tuple[int, int] | None = None  # the least and the largest NUMBER, both allowed
    hint: str = ""

    def headings(self) -> Iterator[str]:
        """Every heading by which a file may name this field: its label in each language, then its aliases."""
        for language in LANGUAGES:
            yield translate(self.label, language)
        yield self.name
        yield from self.aliases


def folded(heading: str) -> str:
    """A heading without what varies: width, case, blanks, underscores, marks of required fields."""
    plain = normalize("NFKC", heading).casefold().replace("_", " ").replace("（", "(").replace("）", ")")
    return "".join(re.sub(r"\((必填|选填|企业必填|required|optional)\)|[*:：]", "", plain).split())


OWN = "own_"  # how the names of the fields begin that the user defined himself (C-38)


@dataclass(frozen=True, slots=True)
class Additions:
    """What the user did to the declared fields of his book: fields of his own, and built-in ones that he hid (C-38)."""

    own: Mapping[Kind, tuple[Field, ...]]
    hidden: Mapping[Kind, frozenset[str]]
    confidential: Mapping[Kind, frozenset[str]] = dataclasses.field(default_factory=dict)  # always (P-04)


_NOTHING_ADDED = Additions({}, {})
additions: ContextVar[Additions] = ContextVar("additions", default=_NOTHING_ADDED)  # see `tailoring`


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The fields of one kind of record, in the order in which forms and files show them.

    `named_by` is the field by which a record is called, `dated_by` the one by which it stands in time. A row of a file
    is a record when it says one of `known_by`, and the same record as another when it agrees in all of `same_by`;
    kinds that leave these empty have rules of their own.
    """

    kind: Kind
    built_in: tuple[Field, ...]
    sheet_aliases: tuple[str, ...] = ()  # other names by which a sheet of a file holds this kind
    named_by: str = "name"
    dated_by: str = ""
    known_by: tuple[str, ...] = ()
    same_by: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        yield from self.built_in
        yield from self.own

    def __getitem__(self, name: str) -> Field:
        """The field of this name.

        Raises:
            KeyError: there is none.
        """
        for field in self:
            if field.name == name:
                return field
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self)

    @property
    def own(self) -> tuple[Field, ...]:
        """The fields that the user defined himself."""
        return additions.get().own.get(self.kind, ())

    @property
    def in_columns(self) -> tuple[Field, ...]:
        """The built-in fields that have columns."""
        return tuple(field for field in self.built_in if not field.derived)

    @property
    def stored(self) -> tuple[Field, ...]:
        """Every field that a record holds, the user's own ones last."""
        return (*self.in_columns, *self.own)

    @property
    def shown(self) -> tuple[Field, ...]:
        """Every field but those the user hid; hidden ones keep what they hold."""
        hidden = additions.get().hidden.get(self.kind, frozenset())
        return tuple(field for field in self if field.name not in hidden)

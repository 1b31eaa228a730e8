import pytest

from desktop_crm.core.database.columns import column_names, columns
from desktop_crm.core.database.schema import metadata
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS, OF_CUSTOMER, ROOMS

# Columns that hold what no field says: the rowid, the mark of the Trash, the values of the user's own fields, keys by
# which records are sorted and compared, and where a merged customer went.
WITHOUT_A_FIELD = {"id", "deleted_at", "own", "name_key", "number_key", "likeness_key", "merged_into"}
# Tables that are older than those their later links lead to: SQLite adds no foreign key to a table that is there.
LINKED_WITHOUT_A_KEY = {
    Kind.CONTACTS: {"replaced_by"},
    Kind.INTERACTIONS: {"material_id", "need_id", "deal_id", "service_id"},
    Kind.FOLLOWUPS: {"need_id", "deal_id", "service_id"},
    Kind.ORDERS: {"deal_id", "contract_id"},
}


def test_every_kind_has_its_room():
    assert set(ROOMS) == set(Kind)
    assert [fields.kind for fields in FIELDS] == list(ROOMS)
    assert {kind: room.kind for kind, room in ROOMS.items()} == {kind: kind for kind in Kind}
    assert {kind: room.table.name for kind, room in ROOMS.items()} == {kind: kind.value for kind in Kind}


def test_kinds_come_after_those_they_refer_to():
    places = {kind: place for place, kind in enumerate(ROOMS)}
    for kind, room in ROOMS.items():
        for field in room.fields:
            if field.refers_to and field.name not in LINKED_WITHOUT_A_KEY.get(kind, ()):
                assert places[field.refers_to] < places[kind], (kind, field.name)


def test_what_belongs_to_a_customer_is_told_by_its_fields():
    assert {kind for kind, room in ROOMS.items() if "customer_id" in room.fields} == set(OF_CUSTOMER)
    assert set(Kind) - set(OF_CUSTOMER) == {Kind.CUSTOMERS, Kind.SURVEYS, Kind.MATERIALS}


@pytest.mark.parametrize("kind", Kind)
def test_a_table_has_the_columns_that_the_fields_need_and_no_others(kind):
    room = ROOMS[kind]
    needed = {name for field in room.fields.in_columns for name in column_names(field)}
    assert {column.name for column in room.table.columns} - WITHOUT_A_FIELD == needed
    assert {"id", "deleted_at", "own"} <= {column.name for column in room.table.columns}


@pytest.mark.parametrize("kind", Kind)
def test_the_columns_have_the_types_of_their_fields_and_references_point_where_they_say(kind):
    table = ROOMS[kind].table
    for field in ROOMS[kind].fields.in_columns:
        keyless = field.name in LINKED_WITHOUT_A_KEY.get(kind, ())
        target = field.refers_to.value if field.refers_to else None
        for expected in columns(field.name, field.type, target):
            column = table.c[expected.name]
            assert type(column.type) is type(expected.type), column
            assert column.nullable
            assert {key.target_fullname for key in column.foreign_keys} == (
                {f"{target}.id"} if field.type is FieldType.REFERENCE and not keyless else set()
            ), column


def test_only_rooms_have_a_trash():
    with_trash = {table.name for table in metadata.sorted_tables if "deleted_at" in table.c}
    assert with_trash == {kind.value for kind in Kind}


@pytest.mark.parametrize("kind", Kind)
def test_an_entity_can_be_made_from_nothing_and_compared(kind):
    room = ROOMS[kind]
    assert room.entity() == room.entity()
    assert room.row_of(room.entity()).keys() == {column.name for column in room.table.columns} - {
        "deleted_at",
        "merged_into",
    }

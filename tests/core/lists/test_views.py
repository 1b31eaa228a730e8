from dataclasses import replace

import pytest

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import views
from desktop_crm.core.lists.view import ALL, BUILT_IN, View

MINE = View("", Kind.CUSTOMERS, "李的客户", {"owner": "李"}, "name", descending=True, columns=("name", "owner"))


def read(database, kind=Kind.CUSTOMERS):
    return database.read(lambda connection: views.views(connection, kind))


def write(database, verb, *given):
    database.write("views", lambda session: verb(session, *given))


def keys(database):
    return [view.key for view in read(database)]


@pytest.mark.usefixtures("either_language")
def test_at_first_there_are_the_built_in_views_and_everything_is_the_default(database):
    assert read(database) == [view for view in BUILT_IN if view.kind is Kind.CUSTOMERS]
    assert read(database)[0].key == ALL
    assert [view.key for view in read(database, Kind.ORDERS)] == [ALL]
    assert read(database, Kind.CONTACTS) == []


def test_a_new_view_is_the_last_and_comes_back_as_it_was_saved(database):
    write(database, views.add_view, MINE)
    last = read(database)[-1]
    assert last.key.isdigit()
    assert last == replace(MINE, key=last.key)
    assert (last.title, last.is_built_in) == ("李的客户", False)


def test_a_view_outlives_the_closing_of_the_book(cellar):
    first = cellar.open()
    write(first, views.add_view, MINE)
    first.close()
    again = cellar.open()
    assert read(again)[-1].name == "李的客户"
    again.close()


def test_no_two_views_of_a_list_have_one_name(database):
    write(database, views.add_view, MINE)
    with pytest.raises(views.ViewNameTakenError):
        write(database, views.add_view, replace(MINE, name=" 李的客户 "))
    write(database, views.add_view, replace(MINE, kind=Kind.ORDERS))  # another list
    with pytest.raises(RefusedError):
        write(database, views.add_view, replace(MINE, name="  "))
    assert len(read(database)) == 1 + sum(view.kind is Kind.CUSTOMERS for view in BUILT_IN)


def test_a_view_is_changed_in_its_place(database):
    write(database, views.add_view, MINE)
    changed = replace(read(database)[-1], filters={"owner": "王"}, name="王的客户")
    write(database, views.save_view, changed)
    assert read(database)[-1] == changed
    assert len(read(database)) == 1 + sum(view.kind is Kind.CUSTOMERS for view in BUILT_IN)


def test_a_built_in_view_can_be_changed_removed_and_brought_back(database):
    silent = read(database)[1]
    write(database, views.save_view, replace(silent, columns=("name", "phone")))
    assert read(database)[1].columns == ("name", "phone")
    write(database, views.remove_view, Kind.CUSTOMERS, silent.key)
    assert silent.key not in keys(database)
    write(database, views.bring_views_back, Kind.CUSTOMERS)
    assert read(database)[1] == silent


def test_the_view_of_everything_stays(database):
    write(database, views.remove_view, Kind.CUSTOMERS, ALL)
    assert keys(database)[0] == ALL


def test_the_order_of_the_views_is_the_users(database):
    write(database, views.add_view, MINE)
    mine = keys(database)[-1]
    write(database, views.arrange_views, Kind.CUSTOMERS, [mine, "no_next_step"])
    assert keys(database)[:4] == [mine, "no_next_step", ALL, "silent_30"]


def test_saving_a_view_is_one_action_and_changes_no_record(database):
    changes = database.write("save_view", lambda session: views.add_view(session, MINE))
    assert not changes

"""A record and its marks in one action, for every kind and every field that can be confidential (P-04)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.core.backup.checking import check
from desktop_crm.core.book import Book, make
from desktop_crm.core.database.clearance import NotClearedError
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.questions import default_questions, lines_of
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.core.workflows.save_marked import add_marked, change_marked

SECRET, OTHER = "玄雀收购计划", "珊瑚转让方案"
_WORDS = {FieldType.TEXT, FieldType.LONG_TEXT}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened, _key = make(tmp_path / "vault", "correct horse battery", "王芳", cost=FLOOR)
    with opened:
        yield opened


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book with a record of every kind, all marked that can be; for tests that only look."""
    opened, _key = make(tmp_path_factory.mktemp("book") / "vault", "correct horse battery", "王芳", cost=FLOOR)
    with opened:
        for kind in Kind:
            _add(opened, kind)
        yield opened


def _markable(kind: Kind) -> list[Field]:
    return [field for field in ROOMS[kind].fields.stored if ROOMS[kind].can_be_confidential(field)]


def _value(field: Field, word: str) -> Any:
    """Something that the field can hold, with the word where it can hold words."""
    if field.choices:
        code = field.choices.offered[0].code
        return (code,) if field.type is FieldType.CHOICES else code
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return word
        case FieldType.TAGS:
            return (word,)
        case FieldType.ANSWERS:
            return {"问": word}
        case FieldType.DAY:
            return Day("2026-11-19")
        case FieldType.MOMENT:
            return Moment(datetime(2026, 11, 19, 2, 30, tzinfo=UTC), "Asia/Shanghai", all_day=False)
        case FieldType.EMAIL:
            return "xuanque@xuanque.example"
        case FieldType.WEBSITE:
            return "https://xuanque.example"
        case FieldType.PHONE:
            return parse(field, "13911112222").value
        case FieldType.RECURRENCE:
            return "RRULE:FREQ=WEEKLY"
        case FieldType.USCC:
            return "91110108MA01ABCD20"
        case _:
            return parse(field, str((field.limits or (3,))[0])).value


def _values(kind: Kind, word: str) -> dict[str, Any]:
    passed_over = {"questions"}  # the questions of a survey have a form of their own
    return {field.name: _value(field, word) for field in _markable(kind) if field.name not in passed_over}


def _add(book: Book, kind: Kind, word: str = SECRET) -> int:
    fields, values = ROOMS[kind].fields, _values(kind, word)
    named = {} if fields.named_by in values or fields[fields.named_by].type not in _WORDS else {fields.named_by: "公开"}
    return book.write(f"add_{kind}", lambda session: add_marked(session, kind, values | named, [*values])).new_id(kind)


def _only(book: Book, kind: Kind) -> int:
    return book.read(lambda connection: connection.execute(ROOMS[kind].table.select()).scalar_one())


def _entity(book: Book, kind: Kind, record_id: int) -> Any:
    return book.read(lambda connection: ROOMS[kind].get(connection, record_id))


def _plain(book: Book) -> str:
    """Everything that lies in tables without the clearance: records, journal, text index."""

    def work(connection: Any) -> str:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in names]
        return repr(rows)

    return book.read(work)


@pytest.mark.parametrize("kind", list(Kind))
def test_p_04_what_is_marked_in_a_new_record_is_read_by_the_cleared(full: Book, kind: Kind) -> None:
    record_id, values = _only(full, kind), _values(kind, SECRET)
    entity = _entity(full, kind, record_id)
    assert {name: getattr(entity, name) for name in values} == values
    assert full.read(lambda connection: ROOMS[kind].secrets(connection, [record_id])) == {record_id: {*values}}


def test_p_04_what_is_marked_in_new_records_is_nowhere_in_plain(full: Book) -> None:
    plain = _plain(full)
    assert "公开" in plain
    assert SECRET not in plain
    assert "xuanque" not in plain
    assert check(full) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_p_04_what_a_marked_field_gets_later_is_sealed_and_undone_with_one_step(book: Book, kind: Kind) -> None:
    record_id = _add(book, kind)
    name = next((field.name for field in _markable(kind) if field.type in _WORDS and not field.choices), None)
    if name is None:
        pytest.skip("no words in it")
    book.write("c", lambda session: change_marked(session, kind, record_id, {name: OTHER}, {}))
    assert getattr(_entity(book, kind, record_id), name) == OTHER
    assert OTHER not in _plain(book)
    book.write("c", lambda session: change_marked(session, kind, record_id, {name: SECRET}, {name: False}))
    assert SECRET in _plain(book)
    book.steps.undo()
    assert getattr(_entity(book, kind, record_id), name) == OTHER
    marked = book.read(lambda connection: ROOMS[kind].secrets(connection, [record_id]))
    assert name in marked[record_id]


@pytest.mark.parametrize("kind", list(Kind))
def test_p_04_while_presenting_no_kind_tells_what_is_marked(
    full: Book, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_id = _only(full, kind)
    monkeypatch.setattr(full.database, "presenting", True)
    entity = _entity(full, kind, record_id)
    fields = ROOMS[kind].fields
    told = [show(fields[name], getattr(entity, name)) for name in _values(kind, SECRET)]
    assert not any(told), told
    steps = full.read(lambda connection: history(connection, ROOMS[kind], record_id))
    assert SECRET not in repr(steps)


def test_p_04_files_leave_it_out_unless_asked_for(full: Book, tmp_path: Path) -> None:
    export(full.database, tmp_path / "without.json")
    export(full.database, tmp_path / "with.json", confidential=True)
    without, wholly = ((tmp_path / name).read_text("utf-8") for name in ("without.json", "with.json"))
    assert "公开" in without
    assert SECRET not in without
    assert SECRET in wholly


def test_p_04_a_mark_together_with_a_new_value_never_writes_that_plain(book: Book) -> None:
    need = book.write(
        "add_needs", lambda session: add_marked(session, Kind.NEEDS, {"title": "仓储", "description": "公开"}, [])
    ).new_id(Kind.NEEDS)
    marks = {"description": True}
    book.write("c", lambda session: change_marked(session, Kind.NEEDS, need, {"description": SECRET}, marks))
    assert SECRET not in _plain(book)
    assert _entity(book, Kind.NEEDS, need).description == SECRET
    book.steps.undo()
    assert _entity(book, Kind.NEEDS, need).description == "公开"


def test_p_04_an_empty_field_can_be_marked_in_a_new_record(book: Book) -> None:
    need = book.write(
        "add_needs", lambda session: add_marked(session, Kind.NEEDS, {"title": "仓储"}, ["description"])
    ).new_id(Kind.NEEDS)
    assert book.read(lambda connection: ROOMS[Kind.NEEDS].secrets(connection, [need])) == {need: {"description"}}


def test_p_04_a_mark_that_cannot_be_leaves_no_record_behind(book: Book) -> None:
    with pytest.raises(ValueError, match="title"):
        book.write("add_needs", lambda session: add_marked(session, Kind.NEEDS, {"title": "仓储"}, ["title"]))
    book.database.presenting = True
    with pytest.raises(NotClearedError):
        book.write("add_needs", lambda session: add_marked(session, Kind.NEEDS, {"title": "仓"}, ["description"]))
    book.database.presenting = False
    assert book.read(ROOMS[Kind.NEEDS].count) == 0


@pytest.mark.parametrize("when", ["from the start", "later"])
@pytest.mark.parametrize("field", ["answers", "main_problems"])
def test_the_reason_of_a_score_is_as_confidential_as_the_answers_it_comes_from(book, when, field):
    questions = default_questions()
    survey_id = book.write(
        "add", lambda s: SURVEYS.add(s, [Survey(title="调研", questions=lines_of(questions))])
    ).new_id(Kind.SURVEYS)
    problems = {questions[7].text: SECRET} if field == "answers" else {}
    values = {
        "survey_id": survey_id,
        "answered_on": Day("2026-11-20"),
        "answers": {questions[0].text: "3", **problems},
        "main_problems": SECRET if field == "main_problems" else "",
    }
    marked = [field] if when == "from the start" else []
    changes = book.write("add", lambda session: add_marked(session, Kind.SURVEY_ANSWERS, values, marked))
    answers_id, score_id = changes.new_id(Kind.SURVEY_ANSWERS), changes.new_id(Kind.SATISFACTION)
    if when == "later":
        book.write("edit", lambda s: change_marked(s, Kind.SURVEY_ANSWERS, answers_id, {}, {field: True}))
    (score,) = book.read(lambda connection: ROOMS[Kind.SATISFACTION].get_many(connection, [score_id]))
    assert score.reason == SECRET  # who is cleared reads it
    marks = book.read(lambda connection: ROOMS[Kind.SATISFACTION].secrets(connection, [score_id]))
    assert marks == {score_id: {"reason"}}
    stored = book.read(
        lambda connection: connection.exec_driver_sql(
            "select reason from satisfaction where id = ?", (score_id,)
        ).scalar()
    )
    assert SECRET not in (stored or "")

import hashlib
import json

import pytest
from sqlalchemy import select

from desktop_crm.core.book import open_book
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.i18n import _

YUNFAN = "客户-2023-015"
COUNTS = {"read", "added", "updated", "skipped", "refused"}


@pytest.fixture
def csv_file(tmp_path):
    def write(text: str, name: str = "客户.csv", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def customers_of(crm) -> list[str]:
    return [hit["title"] for hit in crm("find", "有限公司", "--json").json["results"] if hit["kind"] == "customers"]


def test_import_answers_with_counts_duplicates_warnings_and_refusals(crm, csv_file):
    file = csv_file(
        "客户编号,客户名称,公司电话,神秘栏\nA-1,振华贸易有限公司,12,甲\n,,,\nA-2,云帆信息科技（上海）有限公司,,\n"
    )
    run = crm("import", file, "--as", "customers", "--json")
    assert run.status == 0
    answer = run.json
    assert answer.keys() == {"counts", "duplicates", "warnings", "refused"}
    assert answer["counts"].keys() >= {"customers"}
    assert all(counts.keys() == COUNTS for counts in answer["counts"].values())
    assert answer["counts"]["customers"]["added"] == 2
    assert all(w.keys() == {"file", "sheet", "row", "number", "field", "reason"} for w in answer["warnings"])
    assert {warning["field"] for warning in answer["warnings"]} == {"公司电话", "神秘栏"}
    phone = next(warning for warning in answer["warnings"] if warning["field"] == "公司电话")
    assert (phone["file"], phone["row"], phone["number"]) == ("客户.csv", 2, "A-1")
    assert [sorted(pair) for pair in answer["duplicates"]] == [["A-2", YUNFAN]]


def test_import_says_the_same_in_words(crm, csv_file):
    rows = "".join(f"振华{n}有限公司,1{n}\n" for n in range(10, 20))
    run = crm("import", csv_file(f"客户名称,公司电话\n{rows}"), "--as", "customers")
    assert run.out.splitlines() == ["客户：读取 10，新增 10，更新 0，跳过 0，拒绝 0"]
    assert sum("row" in line or "行" in line for line in run.err.splitlines()) >= 3
    assert _("… and {count} more; --json lists all").format(count=7) in run.err


def test_a_dry_run_shows_the_rows_as_text_and_keeps_nothing(crm, csv_file):
    file = csv_file("客户名称,公司电话\n振华贸易有限公司,010\n")
    run = crm("import", file, "--as", "customers", "--dry-run", "--json")
    assert run.json["preview"] == [{"客户名称": "振华贸易有限公司", "公司电话": "010"}]
    assert run.json["counts"]["customers"]["added"] == 1
    assert "振华贸易有限公司" not in customers_of(crm)
    assert _("This was a trial: the book is as it was.") in crm("import", file, "--as", "customers", "--dry-run").err


def test_a_second_import_of_the_same_file_adds_nothing(crm, csv_file):
    file = csv_file("客户名称,公司电话\n振华贸易有限公司,010-66668888\n")
    crm("import", file)
    counts = crm("import", file, "--json").json["counts"]["customers"]
    assert (counts["added"], counts["skipped"]) == (0, 1)


def test_several_files_are_taken_or_none(crm, csv_file, tmp_path):
    good = csv_file("客户名称,公司电话\n振华贸易有限公司,010-66668888\n")
    run = crm("import", good, tmp_path / "missing.csv")
    assert run.status == 1
    assert "missing.csv" in run.err
    assert "振华贸易有限公司" not in customers_of(crm)
    also = csv_file("客户名称,公司电话\n瑞丰贸易有限公司,010-66668889\n", "more.csv", "gb18030")
    assert crm("import", good, also).status == 0
    assert {"振华贸易有限公司", "瑞丰贸易有限公司"} <= set(customers_of(crm))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.xlsx", b"PK\x03\x04 no workbook"),
        ("letter.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nbinary"),
        ("empty.csv", b""),
        ("strange.csv", "甲,乙\n1,2\n".encode()),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_one_line_and_leaves_the_book_alone(crm, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    before = crm("due", "--json").json
    run = crm("import", tmp_path / name)
    assert (run.status, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1
    assert name in run.err
    assert crm("due", "--json").json == before


def test_an_import_that_could_take_nothing_says_so(crm, csv_file):
    run = crm("import", csv_file("客户名称,公司电话\n"), "--as", "customers")
    assert run.status == 1
    assert run.err.strip()


def test_refused_rows_go_into_the_file_named(crm, csv_file, tmp_path):
    errors = tmp_path / "refused.csv"
    file = csv_file("客户名称,公司电话\n振华贸易有限公司,010-66668888\n甲,乙,丙,丁\n")
    run = crm("import", file, "--errors", errors, "--json")
    assert run.status == 0
    (refused,) = run.json["refused"]
    assert refused.keys() == {"file", "sheet", "row", "reason"}
    assert (refused["file"], refused["row"]) == ("客户.csv", 3)
    assert refused["reason"] in errors.read_text(encoding="utf-8-sig")
    assert str(errors) in run.err


def test_summary_writes_a_pdf_and_prints_its_path(crm, tmp_path):
    run = crm("summary", YUNFAN, "--to", tmp_path / "云帆.pdf")
    assert (run.status, run.out) == (0, f"{tmp_path / '云帆.pdf'}\n")
    assert (tmp_path / "云帆.pdf").read_bytes().startswith(b"%PDF")


def test_a_summary_is_in_the_journal(crm, home, tmp_path):
    crm("summary", "李超", "--to", tmp_path / "s.pdf", "--audience", "customer")
    with open_book(home.vault, home.passphrase_file.read_text(encoding="utf-8").strip()) as book:
        last = book.read(lambda connection: connection.execute(select(actions).order_by(actions.c.id)).all()[-1])
    said = json.loads(last.details)
    assert (last.verb, last.author, said["audience"], said["files"]) == (
        "print_summary",
        "李主管",
        "customer",
        ["s.pdf"],
    )
    assert said["sha256"] == [hashlib.sha256((tmp_path / "s.pdf").read_bytes()).hexdigest()]


def test_of_several_customers_each_has_a_file_of_its_own(crm, tmp_path):
    run = crm("summary", "李超", YUNFAN, "--to", tmp_path / "s.pdf", "--audience", "customer", "--interactions", "1")
    names = ["s-个人-2024-001.pdf", "s-客户-2023-015.pdf"]
    assert run.out.splitlines() == [str(tmp_path / name) for name in names]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == sorted(names)


@pytest.mark.parametrize("form", ["a", "b", "c", "questionnaire", "attachments"])
def test_x_02_summary_prints_forms_too(crm, tmp_path, form):
    run = crm("summary", YUNFAN, "--form", form, "--to", tmp_path / "form.pdf")
    assert (run.status, run.out) == (0, f"{tmp_path / 'form.pdf'}\n")
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")


def test_x_07_a_letter_about_nothing_is_refused_in_one_line(crm, tmp_path):
    run = crm("summary", YUNFAN, "--form", "letter", "--to", tmp_path / "letter.pdf")
    assert run.status == 1
    assert len(run.err.splitlines()) == 1
    assert list(tmp_path.glob("*.pdf")) == []


def test_one_unknown_customer_leaves_no_summary_at_all(crm, tmp_path):
    run = crm("summary", YUNFAN, "不存在", "--to", tmp_path / "s.pdf")
    assert run.status == 1
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("target", ["s.txt", "s", "missing/s.pdf"])
def test_a_summary_that_cannot_be_written_there_is_refused(crm, tmp_path, target):
    run = crm("summary", YUNFAN, "--to", tmp_path / target)
    assert run.status == 1
    assert len(run.err.splitlines()) == 1


def test_a_summary_onto_a_folder_is_refused_in_one_line(crm, tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    run = crm("summary", YUNFAN, "--to", tmp_path / "folder.pdf")
    assert run.status == 1
    assert len(run.err.splitlines()) == 1
    assert "folder.pdf" in run.err
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_what_was_exported_is_nothing_new_to_the_book(crm, tmp_path, ending):
    file = tmp_path / f"out.{ending}"
    run = crm("export", "--to", file, "--what", "customers", "--json")
    assert run.status == 0
    assert run.json.keys() == {"file", "counts", "sha256"}
    assert run.json["counts"] == {"customers": 4}
    assert file.exists()
    assert crm("import", file, "--json").json["counts"]["customers"]["added"] == 0


def test_export_takes_only_what_the_filter_lets_through(crm, tmp_path):
    run = crm("export", "--to", tmp_path / "out.csv", "--what", "customers", "--filter", "status=成交", "--json")
    assert run.json["counts"] == {"customers": 1}
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "云帆" in text
    assert "李超" not in text


@pytest.mark.parametrize("target", ["out.doc", "out", "missing/out.xlsx"])
def test_an_export_that_cannot_be_written_there_is_refused(crm, tmp_path, target):
    run = crm("export", "--to", tmp_path / target)
    assert run.status == 1
    assert len(run.err.splitlines()) == 1


def test_i_14_a_file_is_attached_to_a_customer_and_the_same_one_only_once(crm, tmp_path):
    paper = tmp_path / "采购合同.pdf"
    paper.write_bytes(b"%PDF-1.4 made here")
    run = crm("attach", paper, "--to", "客户-2023-015", "--as", "minutes")
    assert run.status == 0
    assert run.out.strip().isdigit() or run.out.strip().splitlines()[-1].isdigit()
    again = crm("attach", paper, "--to", "客户-2023-015")
    assert again.status == 0
    assert not again.out.strip().splitlines()[-1:] or not again.out.strip().splitlines()[-1].isdigit()
    assert "采购合同.pdf" in crm("show", "客户-2023-015").out
    assert crm("check").status == 0
    assert crm("attach", tmp_path / "absent.pdf", "--to", "客户-2023-015").status == 1

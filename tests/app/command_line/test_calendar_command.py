"""The working calendar by command: what is known of a year, and the user's own days."""

from desktop_crm.core.i18n import _


def test_the_days_off_and_the_working_weekends_of_a_year_are_told(crm):
    told = crm("calendar", "--year", "2026", "--json").json
    assert told["known"]
    assert told["days"]["2026-02-16"] is False
    assert told["days"]["2026-02-14"] is True
    assert "2026-02-21" not in told["days"], "a Saturday off is nothing special"
    assert "02-14" in crm("calendar", "--year", "2026").out


def test_own_days_are_taken_from_a_file_and_forgotten_again(crm, tmp_path):
    assert not crm("calendar", "--year", "2040", "--json").json["known"]
    assert "2040" in crm("calendar", "--year", "2040").err
    file = tmp_path / "days.txt"
    file.write_text("2040-10-01 off\n2040-10-06 班  # 周六\n", encoding="utf-8")
    told = crm("calendar", "--year", "2040", "--import", file, "--json").json
    assert not told["known"], "two days are no schedule"
    assert told["own_days"] == {"2040-10-01": False, "2040-10-06": True}
    assert crm("calendar", "--year", "2040", "--json").json == told
    assert crm("calendar", "--year", "2040", "--clear", "--json").json["own_days"] == {}


def test_a_file_with_as_many_days_off_as_the_law_grants_makes_its_year_known(crm, tmp_path):
    file = tmp_path / "days.txt"
    file.write_text("".join(f"2040-10-{day:02} off\n" for day in range(1, 14)), encoding="utf-8")
    assert crm("calendar", "--year", "2040", "--import", file, "--json").json["known"]
    assert "2040" not in crm("calendar", "--year", "2040").err


def test_a_file_that_cannot_be_read_changes_nothing(crm, tmp_path):
    file = tmp_path / "days.txt"
    file.write_text("2040-10-01 off\n", encoding="utf-8")
    before = crm("calendar", "--year", "2040", "--import", file, "--json").json
    file.write_text("2040-10-01 holiday\n", encoding="utf-8")
    run = crm("calendar", "--import", file)
    assert run.status == 1
    assert _("Working days cannot be read") in run.err
    assert crm("calendar", "--import", tmp_path / "nothing.txt").status != 0
    assert crm("calendar", "--year", "2040", "--json").json == before

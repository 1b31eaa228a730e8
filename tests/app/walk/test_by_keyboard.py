"""The main job from setting up to the printed page, by the keyboard alone."""

import json

CUSTOMER, NEXT_STEP = "Northwind Instruments", "Send the quotation"


def test_the_main_job_is_done_by_the_keyboard_alone(screen, program, command, passphrase_file, tmp_path):
    passphrase = passphrase_file.read_text(encoding="utf-8")
    process = program()
    screen.find("Passphrase", "text")
    screen.focus_is_on("Passphrase")
    screen.write(passphrase, hidden=True)
    screen.tab_to("Passphrase once more")
    screen.write(passphrase, hidden=True)
    screen.tab_to("I understand")
    screen.press("space")
    screen.tab_to("Create customer book")
    screen.press("Return")

    screen.find("Your recovery key")
    screen.tab_to("I have printed it or written it down.")
    screen.press("space")
    screen.tab_to("Go on")
    screen.press("Return")

    screen.find("Record interaction", "push button")
    screen.press("ctrl+2")
    screen.focus_is_on("New customer")
    screen.press("Return")
    screen.focus_is_on("Customer name")
    screen.write(CUSTOMER)
    screen.tab_to("Main phone")
    screen.write("0571 8888 6666")
    screen.press("ctrl+Return")
    screen.gone("New customer")

    screen.press("ctrl+1")
    screen.press("ctrl+k")
    screen.focus_is_on("Search")
    screen.write("instrum")
    screen.says("Customers", CUSTOMER)
    screen.press("Return")
    screen.focus_is_on("Customers")

    screen.press("ctrl+n")
    screen.find(f"Record interaction · {CUSTOMER}", "dialog")
    screen.focus_is_on("Summary")
    screen.write("Discussed the pilot")
    screen.tab_to("Customer feedback")
    screen.write("Pleased")
    screen.tab_to("Next step")
    screen.write(NEXT_STEP)
    screen.press("Return")
    screen.focus_is_on("When")
    screen.write("today 23:59")
    screen.says("→", "23:59")
    screen.press("ctrl+Return")
    screen.gone(f"Record interaction · {CUSTOMER}")

    screen.says("Visit", "Discussed the pilot", "Pleased", NEXT_STEP)
    screen.press("ctrl+1")
    screen.says(CUSTOMER, NEXT_STEP)
    screen.focus_is_on("Agenda")
    screen.press("ctrl+3")
    screen.says(CUSTOMER, NEXT_STEP)
    (due,) = json.loads(command("due", "--json"))["items"]
    assert (due["customer"], due["title"]) == (CUSTOMER, NEXT_STEP)

    screen.press("ctrl+2")
    screen.focus_is_on("Customers")
    screen.press("ctrl+p")
    screen.find(f"Customer summary · {CUSTOMER}", "dialog")
    screen.find("1 page, A4")
    screen.tab_to("Save as PDF…")
    screen.press("space")
    screen.find("File name:", "text")
    screen.press("ctrl+a")
    screen.write(str(tmp_path / "summary.pdf"))
    screen.press("Return")
    screen.find("Saved: summary.pdf")
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
    screen.press("Escape")
    screen.gone(f"Customer summary · {CUSTOMER}")

    screen.press("ctrl+q")
    assert process.wait(40) == 0
    stored = json.loads(command("--passphrase-file", passphrase_file, "show", CUSTOMER, "--json"))
    assert stored["phone"]["text"] == "0571 8888 6666"
    assert [one["summary"] for one in stored["interactions"]] == ["Discussed the pilot"]
    assert [one["title"] for one in stored["followups"]] == [NEXT_STEP]

"""Recording a visit with next step, commitment and score: how many keys it takes beyond the text that is typed."""

import json

CUSTOMER = "Northwind Instruments"
MOST = 12


def test_a_visit_with_all_that_came_of_it_takes_at_most_twelve_keys(screen, program, command, passphrase_file, book):
    passphrase = passphrase_file.read_text(encoding="utf-8")
    command("--passphrase-file", passphrase_file, "new")
    customers = book.parent / "customers.csv"
    customers.write_text(f"Customer name,Main phone\n{CUSTOMER},0571 8888 6666\n", encoding="utf-8")
    command("--passphrase-file", passphrase_file, "import", customers)
    process = program()
    screen.focus_is_on("Passphrase")
    screen.write(passphrase, hidden=True)
    screen.press("Return")
    screen.find("Record interaction", "push button")
    screen.press("ctrl+2")
    screen.focus_is_on("Customers")
    screen.find(CUSTOMER, "label")

    keys = []

    def press(key):
        keys.append(key)
        screen.press(key)

    def go_to(name):
        while screen.focused().name != name:
            press("Tab")
            assert len(keys) < 40, f"Tab never comes to {name}"

    press("ctrl+n")
    screen.find(f"Record interaction · {CUSTOMER}", "dialog")
    screen.focus_is_on("Summary")
    screen.write("Discussed the pilot")
    go_to("Commitments")
    screen.write("Tailored proposal next Tuesday")
    go_to("Next step")
    screen.write("Send the quotation")
    press("Return")
    screen.focus_is_on("When")
    screen.write("tomorrow 14:00")
    go_to("Satisfaction: 1")
    press("4")
    press("ctrl+Return")
    screen.gone(f"Record interaction · {CUSTOMER}")
    assert len(keys) <= MOST, keys

    screen.press("ctrl+q")
    assert process.wait(40) == 0
    stored = json.loads(command("--passphrase-file", passphrase_file, "show", CUSTOMER, "--json"))
    assert [one["summary"] for one in stored["interactions"]] == ["Discussed the pilot"]
    assert [one["title"] for one in stored["followups"]] == ["Send the quotation"]
    assert [one["title"] for one in stored["commitments"]] == ["Tailored proposal"]
    assert [one["score"] for one in stored["satisfaction"]] == [4]

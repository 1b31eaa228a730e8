from desktop_crm.core.transfer.reading.components import components


def test_parts_are_cut_out_with_the_line_on_which_they_begin():
    parts = components("noise\r\nBEGIN:VCARD\r\nFN:a\r\nEND:VCARD\r\n\r\nbegin:vcard \r\nFN:b\r\nend:vcard", {"VCARD"})
    assert [(part.start, part.lines, part.ended) for part in parts] == [(2, ["FN:a"], True), (6, ["FN:b"], True)]


def test_line_ends_of_every_kind_are_understood():
    parts = components("BEGIN:VCARD\r\r\nFN:a\r\r\nNOTE:b\rTEL:1\nEND:VCARD", {"VCARD"})
    assert parts[0].lines == ["FN:a", "NOTE:b", "TEL:1"]


def test_a_part_within_another_is_one_of_its_own():
    parts = components("BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:b\nEND:VCARD\nFN:a\nEND:VCARD", {"VCARD"})
    assert [part.lines for part in parts] == [["AGENT:", "FN:a"], ["FN:b"]]


def test_a_part_of_another_name_stays_inside():
    (part,) = components("BEGIN:VEVENT\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT", {"VEVENT"})
    assert part.lines == ["BEGIN:VALARM", "END:VALARM"]


def test_a_part_without_an_end_says_so():
    parts = components("BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD", {"VCARD"})
    assert [(part.lines, part.ended) for part in parts] == [(["FN:a"], False), (["FN:b"], True)]

import pytest

from desktop_crm.core.values.phone import Phone, digits, parse_phone, problem_of, show_phone


@pytest.mark.parametrize(
    ("text", "e164", "extension"),
    [
        ("13912345678", "+8613912345678", ""),
        ("139 1234 5678", "+8613912345678", ""),
        ("177-6343-7945", "+8617763437945", ""),
        ("１３９１２３４５６７８", "+8613912345678", ""),
        ("+86 18897695864", "+8618897695864", ""),
        ("0086-139-1234-5678", "+8613912345678", ""),
        ("手机：13912345678", "+8613912345678", ""),
        ("13912345678（微信同号）", "+8613912345678", ""),
        ("13912345678 张总", "+8613912345678", ""),
        ("010-62345678", "+861062345678", ""),
        ("(010)62345678", "+861062345678", ""),
        ("0755-8612-3456", "+8675586123456", ""),
        ("62345678", "+8662345678", ""),
        ("400-820-8820", "+864008208820", ""),
        ("95588", "+8695588", ""),
        ("010-62345678转801", "+861062345678", "801"),
        ("010-62345678 转 801", "+861062345678", "801"),
        ("010-62345678 分机：12", "+861062345678", "12"),
        ("010-62345678 ext. 12", "+861062345678", "12"),
        ("010-62345678;ext=12", "+861062345678", "12"),
        ("021-6234 5678-801", "+862162345678", "801"),
        ("400-820-8820-12", "+864008208820", "12"),
        ("1-955-371-0847 x371", "+8619553710847", "371"),
        ("+1 (415) 293-3313 x08884", "+14152933313", "08884"),
        ("+852 9123 4567", "+85291234567", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(text, e164, extension):
    phone = parse_phone(text)
    assert phone == Phone(text, e164, extension)
    assert problem_of(phone) is None


@pytest.mark.parametrize("text", ["16358756639", "154-6385-8658", "+86 16876956765", "14339645964"])
def test_a_prefix_that_nobody_has_been_given_yet_is_no_fault(text):
    phone = parse_phone(text)
    assert phone.e164.endswith(digits(phone)[-11:])
    assert problem_of(phone) is None


@pytest.mark.parametrize(
    "text",
    ["1391234567", "139123456789", "123", "无", "13912345678 / 13987654321", "9" * 3000],
)
def test_a_number_that_cannot_be_one_keeps_its_text_and_is_doubted(text):
    phone = parse_phone(text)
    assert phone == Phone(text)
    assert text in problem_of(phone)


def test_a_number_without_a_country_code_belongs_to_the_region():
    assert parse_phone("(415) 293-3313", "US").e164 == "+14152933313"


def test_the_digits_are_those_of_the_number_without_its_extension():
    assert digits(parse_phone("０１０-6234 5678 转 801")) == "01062345678"
    assert digits(parse_phone("13912345678")) == "13912345678"


def test_a_chinese_mobile_number_is_shown_in_groups_and_any_other_as_typed():
    assert show_phone(parse_phone("+8613912345678")) == "139 1234 5678"
    assert show_phone(parse_phone("１３９-１２３４-５６７８")) == "139 1234 5678"
    assert show_phone(parse_phone("010-62345678转801")) == "010-62345678转801"
    assert show_phone(parse_phone("1-955-371-0847 x371")) == "1-955-371-0847 x371"
    assert show_phone(parse_phone("无")) == "无"

from random import Random

import phonenumbers
import pytest
from stdnum.cn import uscc as standard

from desktop_crm.core.sample import identity
from desktop_crm.core.values.phone import parse_phone

CHANCE = Random(4)


@pytest.mark.parametrize("code", [identity.uscc(CHANCE, "330100") for _ in range(20)])
def test_a_code_passes_the_standard_check(code):
    assert standard.validate(code) == code


@pytest.mark.parametrize("phone", [identity.mobile(CHANCE) for _ in range(20)])
def test_a_mobile_number_is_possible_but_of_a_range_that_was_not_given_out(phone):
    assert parse_phone(phone.text) == phone
    assert not phonenumbers.is_valid_number(phonenumbers.parse(phone.e164))


@pytest.mark.parametrize("area_code", ["010", "021", "0571", "0755"])
def test_an_office_number_is_read_as_it_is_written(area_code):
    phone = identity.landline(CHANCE, area_code)
    assert parse_phone(phone.text) == phone

import itertools

import pytest

from desktop_crm.core.values.names import (
    brand_of,
    likeness,
    mask_company,
    mask_email,
    mask_person,
    mask_phone,
    mask_uscc,
    normal_company,
    without_form,
    without_place,
)

SAME_FIRM = [
    [
        "杭州市云帆网络科技有限公司",
        "杭州云帆网络科技(有限公司)",
        " 云帆网络科技（杭州）有限公司 ",
        "浙江省杭州市云帆网络科技股份公司",
        "云帆网络科技",
    ],
    ["Acme Trading Co., Ltd.", "ACME TRADING COMPANY LIMITED", "The Acme Trading Co.,Ltd", "Ａｃｍｅ Trading"],
    ["O'Reilly Media, Inc.", "OReilly Media"],
    ["ABC科技（中国）有限公司", "abc 科技有限公司"],
]


@pytest.mark.parametrize("spellings", SAME_FIRM)
def test_the_same_firm_written_otherwise_is_wholly_alike(spellings):
    for first, second in itertools.combinations(spellings, 2):
        assert likeness(first, second) == 100


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("杭州云帆科技有限公司", "杭州云峰科技有限公司"),
        ("上海石林物流有限公司", "上海石林商贸有限公司"),
        ("北京科技有限公司", "上海科技有限公司"),
        ("招商银行深圳分行", "招商银行上海分行"),
        ("Dibbert and Sons", "Jerde and Sons"),
        ("Acme Ltd", "Acne Ltd"),
    ],
)
def test_different_firms_stay_below_ninety(first, second):
    assert likeness(first, second) <= 89


def test_a_name_without_anything_is_like_nothing():
    assert likeness("", "") == 0
    assert likeness("云帆科技", "") == 0


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("广东省深圳市云帆网络科技有限公司", "云帆网络科技"),
        ("北京科技有限公司", "北京科技"),
        ("上海有限公司", "上海"),
        ("有限公司", "有限公司"),
        ("久兴集团商贸有限责任公司", "久兴集团商贸"),
        ("招商银行（深圳分行）", "招商银行深圳分行"),
        ("Siemens AG", "siemens"),
        ("AG", "ag"),
    ],
)
def test_what_makes_a_company_known_is_left(name, normal):
    assert normal_company(name) == normal


def test_a_place_stays_where_too_little_would_be_left():
    assert without_place("杭州云帆科技有限公司") == "云帆科技有限公司"
    assert without_place("长春科技有限公司") == "长春科技有限公司"
    assert without_place("武汉生") == "武汉生"


def test_a_hostile_name_is_compared_in_no_time():
    assert likeness("集团" * 16_000 + "x", "科技" * 16_000 + "y") < 90


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳明", "欧阳*"),
        ("欧阳", "欧*"),
        ("尉迟恭", "尉迟*"),
        ("李主管", "李*"),
        ("阿卜杜拉·买买提", "阿*"),
        ("John Smith", "J*"),
        (" 王五 ", "王*"),
        ("张*", "张*"),
        ("", ""),
    ],
)
def test_of_a_person_the_surname_is_seen(name, masked):
    assert mask_person(name) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("云帆科技有限公司", "*科技有限公司"),
        ("杭州云帆网络科技股份有限公司", "*网络科技股份有限公司"),
        ("云帆科技（杭州）有限公司", "*科技有限公司"),
        ("乐士餐饮管理(有限公司)", "*餐饮管理有限公司"),
        ("云帆有限公司", "*有限公司"),
        ("招商银行（深圳分行）", "*银行"),
        ("云帆", "*"),
        ("生物科技有限公司", "*有限公司"),
        ("Acme Trading Co., Ltd.", "* Co., Ltd."),
        ("Gottlieb and Sons", "*"),
        ("", ""),
    ],
)
def test_of_a_company_the_business_and_the_legal_form_are_seen(name, masked):
    assert mask_company(name) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13912345678", "139****5678"),
        ("+86 139 1234 5678", "139****5678"),
        ("１３９１２３４５６７８", "139****5678"),
        ("010-62345678", "010****5678"),
        ("62345678", "****5678"),
        ("95588", "****"),
        ("微信", "****"),
        ("", ""),
    ],
)
def test_of_a_phone_number_the_ends_are_seen(text, masked):
    assert mask_phone(text) == masked


def test_of_an_address_and_a_code_only_a_little_is_seen():
    assert mask_email("li.lei@example.com") == "l***@example.com"
    assert mask_email("li.lei") == "***"
    assert mask_email("") == ""
    assert mask_uscc("91110000600037341L") == "****341L"
    assert mask_uscc("341L") == "****"
    assert mask_uscc("") == ""


@pytest.mark.parametrize(
    ("name", "brand", "without"),
    [
        ("杭州云帆科技有限公司", "云帆", "杭州云帆科技"),
        ("（上海）云帆供应链管理股份有限公司", "云帆", "(上海)云帆供应链管理"),
        ("云帆", "云帆", "云帆"),
        ("科技有限公司", "科技", "科技"),
        ("有限公司", "有限公司", "有限公司"),
        ("Acme Trading Co., Ltd.", "acme trading", "acme trading co., ltd."),
    ],
)
def test_the_brand_of_a_company_is_what_tells_it_from_others_in_its_business(name, brand, without):
    assert brand_of(name) == brand
    assert without_form(name) == without

import pytest

from desktop_crm.core.values.places import PLACES, may_be_one_place, places_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("杭州云帆科技有限公司", {"杭州", "浙江"}),
        ("浙江省杭州市西湖区文三路1号", {"杭州", "浙江"}),
        ("上海市浦东新区", {"上海"}),
        ("中国(深圳)", set()),
        ("中国深圳云帆", {"深圳", "广东"}),
        ("内蒙古自治区呼和浩特市", {"呼和浩特", "内蒙古"}),
        ("云帆科技", set()),
        ("", set()),
    ],
)
def test_a_city_at_the_beginning_is_known_with_its_province(text, expected):
    assert places_of(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("浙江", "杭州", True),
        ("杭州", "浙江省杭州市", True),
        ("", "杭州", True),
        ("杭州", "宁波", False),
        ("杭州", "上海", False),
        ("浙江", "江苏", False),
    ],
)
def test_a_province_may_be_the_place_of_any_of_its_cities(one, other, expected):
    assert may_be_one_place(places_of(one), places_of(other)) == expected
    assert may_be_one_place(places_of(other), places_of(one)) == expected


def test_a_run_of_places_is_one():
    assert PLACES.match("中国浙江省杭州市西湖区")[0] == "中国浙江省杭州市"

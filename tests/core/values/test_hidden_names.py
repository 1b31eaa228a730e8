"""Names, mobiles and addresses in free text."""

from desktop_crm.core.values.hidden_names import KnownNames, company_masks, hide, person_masks


def test_a_company_is_hidden_by_its_whole_name_and_by_what_is_its_own() -> None:
    masks = tuple(company_masks("北京云帆科技有限公司"))
    assert hide("北京云帆科技有限公司的云帆产品", masks) == "*科技有限公司的*产品"


def test_people_mobiles_and_addresses_are_hidden() -> None:
    text = "李雷雷和李雷 139-1234-5678 lilei@example.com 13912345678"
    assert hide(text, person_masks(["李雷", "李雷雷"])) == "李*和李* 139****5678 l***@example.com 139****5678"


def test_numbers_that_are_no_mobiles_stay() -> None:
    assert hide("订单 20261122334455667 和 a13912345678b") == "订单 20261122334455667 和 a13912345678b"


def test_every_known_name_is_found_the_longest_first() -> None:
    names = KnownNames(["云帆科技有限公司", "Acme Ltd."], ["李雷", "李雷雷", "王"])
    assert names.hide("李雷雷、李雷在云帆科技有限公司，Acme Ltd.，王") == "李*、李*在*科技有限公司，* Ltd.，王"


def test_text_of_one_character_or_none() -> None:
    assert [KnownNames([], ["李雷"]).hide(text) for text in ("", "李", "李雷")] == ["", "李", "李*"]

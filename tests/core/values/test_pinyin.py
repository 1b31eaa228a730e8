import pytest
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from desktop_crm.core.values import pinyin
from desktop_crm.core.values.pinyin import pinyin_keys, sort_key
from desktop_crm.core.values.readings import COMPOUND_SURNAMES, HETERONYMS, SURNAMES


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单田芳", ["shantianfang", "dantianfang", "stf", "dtf"]),
        ("解晓东", ["xiexiaodong", "jiexiaodong", "xxd", "jxd"]),
        ("曾志伟", ["zengzhiwei", "cengzhiwei", "zzw", "czw"]),
        ("翟天临", ["zhaitianlin", "ditianlin", "ztl", "dtl"]),
        ("仇英", ["qiuying", "chouying", "qy"]),
        ("查良镛", ["zhaliangyong", "chaliangyong"]),
        ("盖叫天", ["gejiaotian", "gaijiaotian"]),
        ("区志强", ["ouzhiqiang", "quzhiqiang"]),
        ("朴树", ["piaoshu", "pushu"]),
        ("任重", ["renzhong", "renchong"]),
        ("覃刚", ["qingang", "tangang"]),
        ("尉迟恭", ["yuchigong", "weichigong", "ycg"]),
        ("万俟明", ["moqiming", "mqm"]),
        ("吕明", ["lvming", "luming", "lm"]),
        ("重庆长江银行", ["chongqingchangjiangyinhang", "cqcjyh"]),
        ("ABC科技2号", ["abckeji2hao", "abckj2h"]),
        ("Gottlieb & Sons", ["gottliebsons"]),
        ("ＡＢＣ", ["abc"]),
        ("杭州云帆科技有限公司", ["hangzhouyunfan", "hzyf", "yunfan", "yf", "yfkj"]),
    ],
)
def test_a_name_is_found_by_every_plausible_reading(name, typed):
    keys = pinyin_keys(name)
    for letters in typed:
        assert any(key.startswith(letters) for key in keys), (letters, keys)


def test_a_name_with_many_readings_keeps_the_first_characters_open():
    keys = pinyin_keys("长乐行校解曾翟单重朴")
    assert len(keys) <= 32
    for start in ("zhangle", "changle", "zhangyue", "changyue"):
        assert any(key.startswith(start) for key in keys)


def test_nothing_is_found_by_nothing():
    assert pinyin_keys(" ·、") == ()
    assert sort_key(" ·、", person=True) == ""


def test_names_are_sorted_digits_first_then_latin_then_pinyin_then_other_scripts():
    names = ["2号", "3M", "apple", "Émile", "Zeta", "阿里", "李四", "李一", "林海", "张三", "赵云", "ゆき"]
    mixed = names[::2] + names[1::2]
    assert sorted(mixed, key=lambda name: sort_key(name, person=True)) == names


def test_one_surname_stays_together():
    names = ["李四", "黎一", "李一", "黎四"]
    assert [name[0] for name in sorted(names, key=lambda name: sort_key(name, person=True))] == ["黎", "黎", "李", "李"]


def test_a_person_is_sorted_by_the_surname_reading_and_a_company_by_the_word():
    assert sort_key("单雄信", person=True).startswith("~shan4")
    assert sort_key("单雄信", person=False).startswith("~dan1")
    assert sort_key("尉迟恭", person=True).startswith("~yu4尉~chi2")
    assert sort_key("重庆银行", person=False) == "~chong2重~qing4庆~yin2银~hang2行"
    assert sort_key("长江", person=False).startswith("~chang2")


def test_spaces_case_and_width_do_not_change_the_order():
    assert sort_key("  ＡＢＣ   Trading ", person=False) == sort_key("abc trading", person=False)


def test_every_reading_of_the_tables_is_plain_letters_and_the_likeliest_is_known_to_the_dictionary():
    for table in (HETERONYMS, SURNAMES, COMPOUND_SURNAMES):
        for readings in table.values():
            assert all(reading.isascii() and reading.isalpha() and reading.islower() for reading in readings)
    for character, readings in HETERONYMS.items():
        assert sort_key(character, person=False).startswith(f"~{readings[0]}"), character
    for character, readings in SURNAMES.items():
        assert len(character) == 1
        assert readings == tuple(dict.fromkeys(readings))


def test_the_dictionaries_are_read_as_the_package_itself_reads_them():
    assert dict(pinyin._entries("phrases_dict.json")) == phrases_dict
    assert pinyin._dictionary() == pinyin_dict

import re

import pytest

from desktop_crm.core.paths import resource
from desktop_crm.core.vault.errors import WeakPassphraseError
from desktop_crm.core.vault.passphrase import checked, encoded, suggest_passphrase, word_list


@pytest.mark.parametrize(
    "good",
    [
        "correct horse battery staple 2026",
        "客户簿的密码我自己记得住吧",
        "Qx7!mРz2kL9v",
        "river otter lantern nine",
        "7g!@;(=)_ж+&",
        "wo jia de mao jiao dou bao",
    ],
)
def test_strong_passphrases_are_accepted(good):
    assert checked(good) == encoded(good)


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "elevenchars",
        "           a",
        "password1234",
        "Password 2026!",
        "passwordpassword",
        "1234567890123",
        "123456789012",
        "woaini5201314",
        "WoAiNi 1314 WoAiNi",
        "zhimakaimen2026",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "１ｑａｚ２ｗｓｘ３ｅｄｃ",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "............",
        "cdefghijklmno",
        "onmlkjihgfedc",
        "ABCDEFGHIJKLM",
        "我爱你我爱你我爱你我爱你",
        "!@#$%^&*()_+",
        "a!@#$%^&*()_+",
        "password!!!!",
        "iloveyou iloveyou",
        "a234567890123",
    ],
)
def test_weak_passphrases_are_refused(weak):
    with pytest.raises(WeakPassphraseError) as caught:
        checked(weak)
    assert len(weak) < 8 or weak not in str(caught.value)


def test_the_same_letters_typed_in_two_ways_are_one_passphrase():
    assert encoded("café au lait noir") == encoded("cafe\u0301 au lait noir")


def test_wide_letters_are_another_passphrase_than_narrow_ones():
    assert encoded("Ａbc") != encoded("Abc")


def test_a_passphrase_without_bytes_is_refused_and_does_not_fail():
    assert encoded("long enough but \udcff broken") is None
    with pytest.raises(WeakPassphraseError):
        checked("long enough but \udcff broken")


def test_suggestions_are_five_words_of_the_list_and_accepted():
    words = set(word_list())
    seen = {suggest_passphrase() for _time in range(200)}
    assert len(seen) == 200
    for suggestion in seen:
        assert len(suggestion.split(" ")) == 5
        assert set(suggestion.split(" ")) <= words
        checked(suggestion)
    assert len(suggest_passphrase(6).split(" ")) == 6


def test_the_word_list_gives_ten_bits_a_word():
    words = word_list()
    assert len(words) == len(set(words)) == 1024
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in words)


def test_the_common_passphrases_are_folded_and_distinct():
    lines = resource("common_passphrases.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("# ")]
    assert len(lines) == len(set(lines)) > 300
    assert all(line == line.casefold().strip() and " " not in line for line in lines)
    assert sum(len(line) >= 12 for line in lines) > 300
    assert not any("horse" in line for line in lines)


def test_every_common_passphrase_is_refused():
    for line in resource("common_passphrases.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            with pytest.raises(WeakPassphraseError):
                checked(line)

import pytest

from desktop_crm.core.vault.keys import Keys


def test_each_purpose_has_a_key_of_its_own():
    keys = Keys(bytes(range(32)))
    all_keys = {keys.data_key, keys.header_mac, keys.anchor_mac, keys.journal_chain, keys.backup_mac, keys.draft}
    assert len(all_keys) == 6
    assert {len(key) for key in all_keys} == {32}


def test_derived_keys_never_change_from_one_version_to_the_next():
    # Vaults in the field depend on these: computed once from RFC 5869 with Python's hmac.
    keys = Keys(bytes(range(32)))
    assert keys.header_mac.hex() == "099256f0d4c991645e64441a038d60beb7758eafad189b577d29b017db49c84e"
    assert keys.anchor_mac.hex() == "316842bec032b707f296133ab669cb321f19ee5c8e79da8710d4d1c10e38e625"
    assert keys.journal_chain.hex() == "b33da5e2c9da910aef3f2b0216b590e3d7a79aed815b3a48f08a06b49426d741"
    assert keys.backup_mac.hex() == "a7de9007319d048fe7084dacf77fb74211c8a537104457e96b615629adf34551"
    assert keys.draft.hex() == "fd06eed924f1a43536632c12711dee3cfdc712bc2b542ad3eece6352ae1e10fa"


def test_keys_do_not_show_themselves():
    keys = Keys(b"K" * 32)
    assert "K" * 3 not in repr(keys) + str(keys)
    assert keys.data_key.hex() not in repr(keys)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_data_key_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match=str(length)):
        Keys(bytes(length))


def test_new_keys_differ():
    assert Keys.random().data_key != Keys.random().data_key

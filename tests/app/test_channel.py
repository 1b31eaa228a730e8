import os
import sys

from desktop_crm.app import channel


def test_on_windows_it_is_the_name_of_a_pipe_which_nobody_can_look_for(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    address = channel.address(tmp_path)
    assert address.startswith("desktop-crm-")
    assert not set(address) & set("/\\:")
    assert channel.may_be_open(tmp_path)


def test_each_book_has_its_own_however_it_is_reached(monkeypatch, tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "link").symlink_to("book")
    assert channel.address(tmp_path / "book") == channel.address(tmp_path / "link")
    assert channel.address(tmp_path / "book") != channel.address(tmp_path)


def test_an_address_that_is_too_long_for_a_socket_becomes_a_mere_name(monkeypatch, tmp_path):
    monkeypatch.setattr(channel, "config_folder", lambda: tmp_path / ("x" * 120))
    assert os.sep not in channel.address(tmp_path)
    assert channel.may_be_open(tmp_path)

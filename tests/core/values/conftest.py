"""The language of a test, put back afterwards."""

import pytest

from desktop_crm.core import i18n


@pytest.fixture(params=i18n.LANGUAGES)
def either_language(request):
    before = i18n.language()
    i18n.use_language(request.param)
    yield request.param
    i18n.use_language(before)


@pytest.fixture
def english():
    before = i18n.language()
    i18n.use_language("en")
    yield
    i18n.use_language(before)


@pytest.fixture
def chinese():
    before = i18n.language()
    i18n.use_language("zh")
    yield
    i18n.use_language(before)

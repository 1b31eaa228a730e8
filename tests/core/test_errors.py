import pytest

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import speaking


@pytest.mark.parametrize(
    ("language", "line", "prose"),
    [("zh", "标题：说明。", "标题：说明。"), ("en", "标题: 说明。", "标题. 说明。")],
)
def test_an_error_is_written_with_the_marks_of_the_language(language, line, prose):
    error = CrmError("标题", "说明。")
    with speaking(language):
        assert (str(error), error.text) == (line, prose)

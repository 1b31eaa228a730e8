from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop_crm.core import i18n
from desktop_crm.core.documents.recovery_sheet import recovery_sheet

KEY = "ZWYY-BVCH-2DFG-ZPDK-K5XD-XJX5-TTZJ-R7CQ-ZSFX"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_sheet_holds_the_whole_key_and_the_folder_on_one_page(language):
    before = i18n.language()
    i18n.use_language(language)
    try:
        reader = PdfReader(BytesIO(recovery_sheet(KEY, Path("/home/li/book")).pdf))
    finally:
        i18n.use_language(before)
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert all(group in text for group in KEY.split("-"))
    assert "/home/li/book" in text

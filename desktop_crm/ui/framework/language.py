"""The language of the window."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_crm.core import i18n

# What the Chinese catalogue of Qt 6.11 lacks of the file dialog that is shown where the desktop has none of its own.
_LACKING = {
    ("QFileDialog", "&Look in:"): "位置(&L)：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QAbstractFileIconProvider", "Drive"): "驱动器",
    ("QAbstractFileIconProvider", "File"): "文件",
    ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "Unknown"): "未知",
}


class _ChineseOfQt(QTranslator):
    """Qt's own catalogue, and what it lacks."""

    def translate(self, context: str, source: str, about: str | None = None, n: int = -1) -> str:
        # An empty text would be shown as it is: what nobody has translated stays in the language of the source.
        return super().translate(context, source, about, n) or _LACKING.get((context, source)) or source


def use_language(application: QApplication, code: str) -> None:
    """Speak the language in our own words, in Qt's standard dialogs and in the form of numbers."""
    i18n.use_language(code)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if code == "zh" else QLocale.Language.English))
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    if code == "zh":
        translator = _ChineseOfQt(application)
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)

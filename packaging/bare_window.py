"""A window of PySide6 with nothing in it: what the start of the program is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QLabel

application = QApplication(sys.argv)
window = QLabel("bare")
window.resize(800, 600)
window.show()
application.exec()

"""The frame of the program: top bar, sidebar, page, status bar."""

"""`python -m desktop_crm` is the program."""

import sys

from desktop_crm.app.command_line import main

sys.exit(main())

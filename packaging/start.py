"""Where the bundled programs begin; both of them, with and without a console."""

import sys

from desktop_crm.app.command_line import main

sys.exit(main())

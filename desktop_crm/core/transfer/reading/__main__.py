"""`python -m desktop_crm.core.transfer.reading`: the child process that reads one file."""

import sys

from desktop_crm.core.transfer.reading.child import main

sys.exit(main())

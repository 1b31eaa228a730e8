"""How much of a file is read, so that a hostile or broken one cannot exhaust the machine (threat: import files)."""

MEBIBYTE = 1024 * 1024

TEXT_BYTES = 50 * MEBIBYTE
WORKBOOK_BYTES = 100 * MEBIBYTE
JSON_BYTES = 100 * MEBIBYTE  # our own, read at once
WHOLE_BYTES = 512 * MEBIBYTE  # our own, read piece by piece: a book of 100,000 customers with their records has 340
ZIP_ENTRIES = 2_000
UNPACKED_BYTES = 512 * MEBIBYTE
UNPACKED_RATIO = 100

ROWS = 1_048_576  # a sheet of Excel
COLUMNS = 200
CELL_CHARACTERS = 32_767  # a cell of Excel

MEMORY_BYTES = 1024 * MEBIBYTE
TIMEOUT_SECONDS = 120

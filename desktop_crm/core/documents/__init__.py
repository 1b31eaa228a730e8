"""Documents made to be printed or sent as PDF, set by typst from templates in resources/print."""

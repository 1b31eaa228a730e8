"""The commands of the command line, one a module, each with `run(args) -> exit status`."""

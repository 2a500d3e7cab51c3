"""The commands, a few to a module. Each reads its options, calls one function of netback, and prints."""

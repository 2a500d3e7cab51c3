"""How the desk's tables came to be, one step a file."""

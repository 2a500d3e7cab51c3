"""Text to proposed statements: the edge of the project."""

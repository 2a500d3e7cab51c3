"""The parts of the report: one module a section, and the page, its style and its words."""

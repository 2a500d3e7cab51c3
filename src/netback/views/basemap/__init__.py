"""Country outlines shipped with netback: Natural Earth 1:50m, borders de facto (see README.md here)."""

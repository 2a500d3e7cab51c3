"""``python -m netback`` and the ``netback`` command."""

from __future__ import annotations

from netback.views.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()

"""How each kind of number is explained; `netback.views.explain` is the way in."""

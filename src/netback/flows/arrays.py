"""Flows as plain arrays over draws and states: what the waterfall and the game work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["FlowArrays"]


@dataclass(frozen=True)
class FlowArrays:
    """Optimal flows of one world and month-of-values, for every draw and flow state.

    Parameters
    ----------
    arcs, fields, markets, nodes : tuple of str
        Labels of the last axis of the arrays.
    flow_kbd : float array, shape (draw, state, arc)
        Barrels entering each arc, kb/d.
    production_kbd : float array, shape (draw, state, field)
    sales_kbd : float array, shape (draw, state, market)
    revenue_kusd_d : float array, shape (draw, state, market)
        Sales times the price of the step they fell on, thousand USD a day.
    price_usd_bbl : float array, shape (draw, state, node)
        Local price: dual of the node's balance, USD/bbl.
    """

    arcs: tuple[str, ...]
    fields: tuple[str, ...]
    markets: tuple[str, ...]
    nodes: tuple[str, ...]
    flow_kbd: np.ndarray
    production_kbd: np.ndarray
    sales_kbd: np.ndarray
    revenue_kusd_d: np.ndarray
    price_usd_bbl: np.ndarray

    def through(self, name: str) -> np.ndarray:
        """Barrels on an arc, out of a field or into a market, kb/d, shape (draw, state).

        Raises
        ------
        KeyError
            Nothing of that name carries barrels.
        """
        for labels, array in (
            (self.arcs, self.flow_kbd),
            (self.fields, self.production_kbd),
            (self.markets, self.sales_kbd),
        ):
            if name in labels:
                return array[:, :, labels.index(name)]
        raise KeyError(name)

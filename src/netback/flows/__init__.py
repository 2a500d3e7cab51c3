"""Who can move what."""

from netback.flows.arrays import FlowArrays
from netback.flows.solve import Flows, FlowSolution, solve_flows

__all__ = ["FlowArrays", "FlowSolution", "Flows", "solve_flows"]

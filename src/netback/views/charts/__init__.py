"""The charts of netback, drawn as SVG from plain data.

Every function takes lists, dicts, floats and dates, and returns a `Chart`: the drawing and, as its table
twin, the same numbers. Keyword arguments common to all are listed in `About`. Probabilities and shares are
0..1, flows kb/d, money USD million; colours are the variables of `theme`.
"""

from netback.views.charts.bargaining import Stake as Stake
from netback.views.charts.bargaining import bargaining_frontier, bargaining_zone
from netback.views.charts.barrels import SankeyLink as SankeyLink
from netback.views.charts.barrels import SankeyNode as SankeyNode
from netback.views.charts.barrels import _crossings as _crossings
from netback.views.charts.barrels import _sankey_plan as _sankey_plan
from netback.views.charts.barrels import sankey, sankey_order
from netback.views.charts.bins import date_bins
from netback.views.charts.drivers import Driver as Driver
from netback.views.charts.drivers import driver_strip
from netback.views.charts.earnings import Earning as Earning
from netback.views.charts.earnings import who_earns
from netback.views.charts.events import Era as Era
from netback.views.charts.events import Event as Event
from netback.views.charts.events import timeline
from netback.views.charts.frame import KIND_NAMES as KIND_NAMES
from netback.views.charts.probability import probability_curve
from netback.views.charts.routes import KINDS_OF_PLACE as KINDS_OF_PLACE
from netback.views.charts.routes import MODE_NAMES as MODE_NAMES
from netback.views.charts.routes import MapArc as MapArc
from netback.views.charts.routes import MapNode as MapNode
from netback.views.charts.routes import MapOverlay as MapOverlay
from netback.views.charts.routes import NodeKind as NodeKind
from netback.views.charts.routes import World as World
from netback.views.charts.routes import route_map
from netback.views.charts.sensitivity import Swing as Swing
from netback.views.charts.sensitivity import tornado
from netback.views.svg import About, Chart, both

__all__ = [
    "About",
    "Chart",
    "bargaining_frontier",
    "bargaining_zone",
    "both",
    "date_bins",
    "driver_strip",
    "probability_curve",
    "route_map",
    "sankey",
    "sankey_order",
    "timeline",
    "tornado",
    "who_earns",
]

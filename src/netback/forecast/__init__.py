"""What to expect."""

from netback.forecast.simulate import Forecast, make_forecast

__all__ = ["Forecast", "make_forecast"]

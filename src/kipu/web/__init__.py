"""The web application: a record to look at, served on this computer only."""

from kipu.web.app import make_app, make_shelf
from kipu.web.publishing import publish

__all__ = ["make_app", "make_shelf", "publish"]

"""The front page: the editorial one, with the living part of the registry in its place."""

from __future__ import annotations

from generator.model.views import HomeFigures
from generator.render.house import House

PLACE = '<div data-lixin="home"></div>'


def home_page(house: House, path: str, editorial: str, figures: HomeFigures) -> bytes:
    """The editorial front page with the figures where it keeps a place for them."""
    return editorial.replace(PLACE, home_fragment(house, path, figures), 1).encode()


def home_fragment(house: House, path: str, figures: HomeFigures) -> str:
    """HTML for the place of ``<div data-lixin="home"></div>``."""
    return house.render_text("home-fragment.html", path, figures=figures)

"""A company made from a seed, with everything known that a real one hides: what its accounts need, and what that does to them."""

from .company import Company, simulate
from .needs import Need, draw_needs

__all__ = ["Company", "Need", "draw_needs", "simulate"]

"""Themes changed by people: merged, split, edited, linked, and undone."""

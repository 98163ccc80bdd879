"""Accounts read: health, timeline, leads, retention, silence."""

"""Themes read: the ranked list, one theme, its accounts, quotes and history."""

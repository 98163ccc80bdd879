"""Rows of a known system's file made rows of voc: which of its columns is which field, and which rows belong together."""

"""Cells as people's files write them, made what the fields read: what one cell cannot tell is settled over its whole column."""

"""Feedback and files: brought in, checked, searched, tagged, erased."""

"""The refresh: from new feedback to the published ranking."""

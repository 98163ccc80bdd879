"""All machine learning: arrays and texts in, values out. Knows no database."""

"""Files that come in: opening them, reading numbered rows out of them, and one file per kind that makes domain values of the rows."""

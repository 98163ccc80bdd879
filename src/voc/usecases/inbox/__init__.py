"""What waits for a person's eye, and their corrections of single points."""

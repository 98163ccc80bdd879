"""What several subjects need: the current run, the books, scores, quotes."""

"""What a theme is called and says: statements found by the English parser, and the choice among them."""

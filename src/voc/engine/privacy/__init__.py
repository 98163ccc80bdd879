"""Personal data and secrets: what is found of them in a text, and the marks that stand there instead."""

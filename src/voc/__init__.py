"""The product without a web server or a queue."""

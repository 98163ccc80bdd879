"""`python -m voc`: the command line."""

from voc.cli import main

main()

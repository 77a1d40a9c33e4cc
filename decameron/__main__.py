"""``python -m decameron``."""

from decameron.cli.main import main

main()

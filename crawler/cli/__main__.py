"""``python -m crawler.cli``: the command line where no script is installed."""

from crawler.cli import main

main()

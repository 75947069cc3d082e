"""What is said while a run goes on: to the error output, so that the tables can be piped."""

import sys


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()

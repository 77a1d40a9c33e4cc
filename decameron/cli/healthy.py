"""``python -m decameron.cli.healthy URL``: exit status 0 when the address answers 200. For health checks."""

from __future__ import annotations

import sys

from decameron.cli.local_http import request_json


def main() -> None:
    """Ask once."""
    try:
        status, _ = request_json(sys.argv[1], timeout=4.0)
    except OSError as error:
        sys.exit(f"{sys.argv[1]} does not answer: {error}")
    sys.exit(None if status == 200 else f"{sys.argv[1]} answered {status}")


if __name__ == "__main__":
    main()

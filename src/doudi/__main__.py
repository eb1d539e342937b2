"""`python -m doudi` is the `doudi` command."""

from doudi.command.main import main

raise SystemExit(main())

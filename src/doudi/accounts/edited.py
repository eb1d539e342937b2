"""What two people of the bureau entered, the working days and the values of parameters: is there anything new?"""

from doudi.accounts import calendar, parameters
from doudi.vault.prepared import Prepared

COLUMNS = ("what", "counted", "withdrawn", "waiting", "newest", "last")
STANDINGS = Prepared(lambda: calendar.standings().union(parameters.standings(), all=True))


def look_again() -> None:
    """Read again what was confirmed or withdrawn since this thread last looked. One statement where nothing was."""
    found = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in STANDINGS.rows()}
    calendar.refresh(calendar.told(found.get("calendar")))
    parameters.refresh(found.get("parameters"))

"""What two people of the bureau entered, the working days and the values of parameters: is there anything new?"""

from doudi.accounts import calendar, parameters


def look_again() -> None:
    """Read again what was confirmed or withdrawn since this thread last looked. One statement where nothing was."""
    found = {row["what"]: row for row in calendar.standings().union(parameters.standings(), all=True)}
    calendar.refresh(calendar.told(found.get("calendar")))
    parameters.refresh(found.get("parameters"))

"""People of the office: who they are, which posts they hold for which area, whom they are related to."""

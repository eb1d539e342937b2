"""What a desk session carries: the chosen post and when it was last used."""

SEAT = "seat"
SEEN = "seen_at"

"""The staff site: pages that load, check, make one call and answer."""

"""Doudi 兜底: social assistance decided by the town, checked by the district."""

"""The look of Doudi: components, forms, base pages and their styles, fed with plain data only."""

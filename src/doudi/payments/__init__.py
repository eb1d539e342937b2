"""Awards, monthly runs, the bank's file, and the opening balance taken from the bureau's ledger."""

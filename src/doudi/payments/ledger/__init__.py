"""The bureau's ledger workbook (民政台账): guarded, read, checked row by row and handed back; no Django, no database."""

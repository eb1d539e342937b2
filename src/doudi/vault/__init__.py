"""The vault: keys outside the database, encryption of single fields, blind indexes, masks and the database's own walls."""

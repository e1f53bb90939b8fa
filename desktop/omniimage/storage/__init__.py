"""What survives a restart: database, image files, spool, vault."""

"""Records on a server of PostgreSQL."""

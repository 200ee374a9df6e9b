"""PostgreSQL: engines, the unit of work, typed JSON columns, migrations."""

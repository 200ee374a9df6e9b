"""How offers are kept and published: tables, mapping, unit of work, the wire."""

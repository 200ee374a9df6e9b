"""Parts of the realm that write_realm.py beside this folder writes."""

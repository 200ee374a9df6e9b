"""The offers service over HTTP: thin routes that call the use cases."""

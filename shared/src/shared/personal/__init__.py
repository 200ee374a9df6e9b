"""Personal data: how a person is known without being named, what is stored about one, and how it is erased."""

"""Records of needs and offers in the format of docs/data-format.md, turned into documents of the services' APIs."""

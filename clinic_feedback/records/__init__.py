"""The records: the only code that queries. A service a use case, each in one transaction."""

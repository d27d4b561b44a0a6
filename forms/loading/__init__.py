"""A folder of TOML files into a questionnaire with its texts, every fault at once."""

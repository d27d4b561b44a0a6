"""The top storey: people, commands, and later HTTP and records."""

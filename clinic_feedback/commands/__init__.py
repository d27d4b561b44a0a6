"""What can be done from a shell: one module a group of commands."""

"""Alembic's way in: runs the steps on the connection that `clinic_feedback.records.migrating` hands over."""

from __future__ import annotations

from alembic import context

from clinic_feedback.records.models.everything import SCHEMA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SCHEMA, render_as_batch=True)
# The caller began the transaction and ends it: a step that fails leaves the old state.
context.run_migrations()

"""The steps from one state of the tables to the next. `clinic-feedback db upgrade` takes them."""

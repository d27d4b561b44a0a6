"""The clinician's wing: a visit is begun and handed over, answered from one's own side, and read."""

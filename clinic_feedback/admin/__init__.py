"""The administrator's wing: clinics, staff, tablets, and the trail of acts. Never an answer."""

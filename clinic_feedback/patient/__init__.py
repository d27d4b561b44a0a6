"""The patient's wing: from the link or the code to 'thank you', and nothing left behind."""

"""What those who write a questionnaire need before it is published."""

"""What each command does, behind `cli.py`."""

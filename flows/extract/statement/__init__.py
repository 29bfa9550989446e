"""What kind of statement a number makes: its measure, status, time and place."""

"""The machine a run stands on: processes, locks, disk, environment, progress, the server."""

"""The service over HTTP: the same answers as the command line prints with `--json`."""

"""Jobs: ingest, train, export, evaluate, tune. They use search_app; only its command line uses them."""

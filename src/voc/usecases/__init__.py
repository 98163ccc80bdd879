"""What the service does, one verb per file. Entry points call these; these call the database, the engine, the sources and the rendering."""

"""Profiles: how a known system's files are read. One readable file a system and sort of file; own ones lie in the data folder or come by an entry point."""

"""Users, sign-in, keys, saved views and settings."""

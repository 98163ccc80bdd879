"""What voc knows, in frozen values and pure functions. Imports nothing but the standard library."""

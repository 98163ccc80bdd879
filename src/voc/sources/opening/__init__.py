"""Files as people have them, opened: packed, in any usual encoding, as tables, documents or transcripts."""

"""Encoders: texts to vectors, one file per way to run a model. `choose.make_embedder` picks; the others import nothing heavy until the first text."""

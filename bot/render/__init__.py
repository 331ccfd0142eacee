"""Facts to words: contexts go in, Block Kit, views and documents come out. Decides nothing."""

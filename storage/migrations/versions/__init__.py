"""The steps, in order. A released step is never edited; the next one follows it."""

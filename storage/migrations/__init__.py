"""The history of the schema, one file a step under ``versions``; ``env`` runs them on a connection that ``storage.schema`` hands in."""

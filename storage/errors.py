"""What can go wrong with the rows and that somebody can put right. Everything else is a bug and passes through unwrapped."""


class StorageError(Exception):
    """The root. Its text is one sentence for whoever runs the bot: what is wrong and what to do."""


class DatabaseUnavailableError(StorageError):
    """The database cannot be opened or reached."""


class InUseError(StorageError):
    """Another process works on a database that serves one only."""


class SchemaTooNewError(StorageError):
    """A newer release of this program has migrated the database."""


class SchemaTooOldError(StorageError):
    """The tables are those of an earlier release."""


class KeyDamagedError(StorageError):
    """The key file is there but holds no usable key."""


class WrongKeyError(StorageError):
    """What is stored was encrypted with a key that is not at hand."""


class BackupError(StorageError):
    """A copy of the database could not be made, read or put back; nothing was changed."""

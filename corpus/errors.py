"""What can go wrong, as one tree. Every message is one sentence that says what to do.

OstkakanError              anything the program itself raises; the command line prints it and exits with 1
├── DocumentError          one document can't be taken in; the others go on
├── DataFolderError        the data folder is missing, damaged, full or of another version
│   └── LockedError        somebody else is writing to it
├── QuestionError          a question can't be answered as it was put (empty, too long, unknown procurement)
├── PinpointError          a text is no legal reference
└── SettingsError          a setting is unknown or has a bad value
"""

from __future__ import annotations


class OstkakanError(Exception):
    """Base of all errors that the program raises on purpose."""


class DocumentError(OstkakanError):
    """One document can't be taken in."""


class DataFolderError(OstkakanError):
    """The data folder can't be used."""


class LockedError(DataFolderError):
    """Another process is writing to the data folder."""


class QuestionError(OstkakanError):
    """A question can't be answered as it was put."""


class PinpointError(OstkakanError):
    """A text is no legal reference."""


class SettingsError(OstkakanError):
    """A setting is unknown or has a bad value."""

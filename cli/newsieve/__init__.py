"""newsieve removes what pitches to the reader from news text, and digests what tells the story."""

__version__ = "0.1.0"

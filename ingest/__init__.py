"""File → shelf: read the PDF, recognise its structure, cut passages, keep a shelf in step with a folder."""

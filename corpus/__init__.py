"""What there is to read, as data: types, legal references, parsed documents, shelves. Imports nothing of ours."""

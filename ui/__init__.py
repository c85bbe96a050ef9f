"""The command line and the web app; nothing of reading, finding or answering."""

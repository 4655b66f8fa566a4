"""The kinds of remote: a folder, an SSH server, an object store. `deploy.connection` chooses."""

"""The kinds of host: a folder, a server reached by SSH, an object store. `connect` chooses."""

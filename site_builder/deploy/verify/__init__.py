"""Is what is online exactly what was released?

`trust` finds the record to measure by, `on_host` looks at the files where they lie, `over_http`
asks for them as readers do, `serving` judges how they are served, `links` asks elsewhere.
"""

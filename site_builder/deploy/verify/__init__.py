"""Is what is online exactly what was released?

`trusted_records` finds the record to measure by, `host_files` reads the files where they lie,
`http_files` requests them as readers do, `header_checks` checks how they are served,
`external_links` requests what pages of the site link to elsewhere.
"""

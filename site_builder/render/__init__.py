"""Page → bytes: templates for pages and feeds, one file for each kind of download."""

"""Documents → pages: the site's index, the chrome, one view for each page."""

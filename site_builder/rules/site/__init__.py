"""Rules on the site as a whole: settings, guide, remedies, links."""

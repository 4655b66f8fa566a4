"""Rules on the disclosure catalogue: numbers, dates, channels, links between documents."""

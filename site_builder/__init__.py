"""Static transparency website generator for Chinese government information disclosure."""

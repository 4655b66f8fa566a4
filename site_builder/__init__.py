"""Static transparency website generator for Chinese government information disclosure."""

__version__ = "0.1.0"

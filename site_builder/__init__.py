"""Static transparency website generator for Chinese government information disclosure."""

__version__ = "0.2.0"

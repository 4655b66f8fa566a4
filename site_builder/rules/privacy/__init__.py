"""Rules on personal data, secrecy and the traces in attachments."""

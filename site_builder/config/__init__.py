"""What the office sets: settings, targets, banned terms, accepted diagnostics."""

"""What a user asks for, one module and one sentence each; the only place that joins all stages."""

"""The improvement plan: areas, actions with their states, targets, and the evidence that stands beside the audit."""

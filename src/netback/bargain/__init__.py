"""What a deal could look like: terms, zone of possible agreement, bargaining rules."""

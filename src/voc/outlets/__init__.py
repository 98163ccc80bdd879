"""Where reports leave the service: mail and chat."""

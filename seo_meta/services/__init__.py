"""What the product does, one module a stage. Commands, admin and API parse, call one service, and present."""

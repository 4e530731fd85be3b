"""How good generators are, measured on pages whose own values were taken away."""

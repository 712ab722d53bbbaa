"""The XML-RPC endpoint: one view, and the methods it knows."""

"""XML-RPC as a protocol: reading calls, checking arguments, saying what went wrong."""

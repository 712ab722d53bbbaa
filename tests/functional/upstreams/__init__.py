"""Other indexes behind ours, through the edge."""

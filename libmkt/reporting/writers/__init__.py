"""Writers beside the HTML page: each makes one file from an executed notebook."""

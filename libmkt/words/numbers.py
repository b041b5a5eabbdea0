"""Numbers, dates and periods as each language writes them."""

"""nbconvert exporters: an executed report notebook as a page that a person reads."""

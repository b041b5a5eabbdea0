"""One template for each code that an analysis may return."""

"""Methods that know nothing of libraries."""

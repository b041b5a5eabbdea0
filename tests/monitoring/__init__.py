"""Tests of the monitoring analyses."""

"""libmkt: marketing research in libraries, from exports to reports.

Importing the package loads nothing; import the part that is needed::

    from libmkt import monitoring, plots, read, reporting
"""

__version__ = "0.1.0"

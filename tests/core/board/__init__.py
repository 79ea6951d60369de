"""The tumor board's list as tables and laws."""

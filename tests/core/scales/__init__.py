"""Scales: the grade of a row, of a course, and the laws that both keep."""

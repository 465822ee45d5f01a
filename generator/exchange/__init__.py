"""Spreadsheets in and out: records as the rows of a sheet, and rows as record files again."""

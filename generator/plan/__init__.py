"""Registry → the list of all files of the site. Pure: the date is an argument, nothing is read or written."""

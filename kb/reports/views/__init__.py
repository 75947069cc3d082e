"""The pages of reports: the form and the reporter's own page for everybody, the desk's for those who may."""

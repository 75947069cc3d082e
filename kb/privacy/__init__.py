"""What is personal in a text: patient data, names of patients, what a log holds. Pure; knows no table and no code."""

"""What the knowledge base learns from its use: hand-offs to vendors, and what analysts used on a call.

Counts, not people: who took a call goes after a set time, and of visitors nothing is kept that names them. Knows
reports and the rooms below; knows nothing of public pages. Nothing here raises the Edition.
"""

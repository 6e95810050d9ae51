"""The report builder: whom a report is for, which parts it has, what is written in them, and what is at its head."""

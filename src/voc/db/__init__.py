"""All SQL. Rows never leave this package: functions take and return domain values."""

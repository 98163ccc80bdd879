"""Domain values to what people and programs read: the API's shapes, the month's report, files for download."""

"""All tables together: what migrations are compared with and what tests empty."""

from voc.db.service_tables import JobRow

METADATA = JobRow.metadata  # shared by all; importing the service's tables brings in the others

"""Read what an import rejected, as a file to mend: each row with its line, its column and the reason."""

import csv
import io
from pathlib import Path

from sqlalchemy.orm import Session

from voc.db.jobs import get_job
from voc.errors import NotFoundError
from voc.sources.rejects import rejects_path_of


def read_rejects(session: Session, job_id: str) -> bytes:
    """The file of rejected rows; once that is dropped, the first of them as the job keeps them. Raises NotFoundError where nothing was rejected."""
    job = get_job(session, job_id)
    kept = job.result.get("rejects") or []
    if job.kind != "import" or not kept:
        raise NotFoundError(f"the job {job_id} rejected no rows")
    path = rejects_path_of(Path(job.payload["path"]))
    if path.is_file():
        return path.read_bytes()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(kept[0]))
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue().encode("utf-8", "backslashreplace")

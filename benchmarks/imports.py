"""How long and with how much memory a file of each form comes in. Prints a table.

    python benchmarks/imports.py [--mib 1000] [--rows 1000000] [--forms csv json jsonl comments xlsx]

`csv`, `jsonl` and `json` (one document) hold feedback of about 600 bytes an item; `comments` is a table of Zendesk's comments that are gathered into tickets;
`xlsx` holds `--rows` short rows. Each is imported by a process of its own, so that `peak` is its own; the database is SQLite in a temporary folder.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

WORDS = "the export report of our region stops after a thousand rows and we need all them for audit every month because finance asks again".split()
START = datetime(2026, 1, 1, tzinfo=UTC)


def item(rng: random.Random, number: int) -> dict[str, str]:
    """A row of feedback with 400 to 600 characters of text."""
    text = " ".join(rng.choices(WORDS, k=90)) + "."
    at = (START + timedelta(minutes=number % 400_000)).isoformat()
    return {"source": "zendesk", "external_id": str(number), "kind": "ticket", "occurred_at": at, "text": text, "account_id": f"A{number % 500}"}


def write_csv(path: Path, size: int, rng: random.Random) -> int:
    with path.open("w", newline="") as file:
        out, number = csv.DictWriter(file, item(rng, 0)), 0
        out.writeheader()
        while number % 1_000 or file.tell() < size:
            out.writerow(item(rng, number))
            number += 1
    return number


def write_json_lines(path: Path, size: int, rng: random.Random) -> int:
    number = 0
    with path.open("w") as file:
        while number % 1_000 or file.tell() < size:
            file.write(json.dumps(item(rng, number)) + "\n")
            number += 1
    return number


def write_document(path: Path, size: int, rng: random.Random) -> int:
    number = 0
    with path.open("w") as file:
        file.write('{"items": [')
        while number % 1_000 or file.tell() < size:
            file.write((", " if number else "") + json.dumps(item(rng, number)))
            number += 1
        file.write("]}")
    return number


def write_comments(path: Path, size: int, rng: random.Random) -> int:
    number = 0
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "ticket_id", "author_id", "body", "public", "created_at"))
        while number % 1_000 or file.tell() < size:
            row = item(rng, number)
            out.writerow((number, number % 1_000 + number // 4_000 * 1_000, number % 7, row["text"], number % 5 != 0, row["occurred_at"]))
            number += 1
    return number


def write_workbook(path: Path, rows: int, rng: random.Random) -> int:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            'sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        )
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        relation = f'<Relationships xmlns="{package}">' + '<Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
        archive.writestr("_rels/.rels", relation.format(f"{office}/officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", relation.format(f"{office}/worksheet", "worksheets/sheet1.xml"))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="All" sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number in range(rows + 1):
                row = item(rng, number) | {"text": " ".join(rng.choices(WORDS, k=6))}
                cells = row.values() if number else row.keys()
                sheet.write(("<row>" + "".join(map(cell.format, cells)) + "</row>").encode())
            sheet.write(b"</sheetData></worksheet>")
    return rows


FORMS: dict[str, tuple[str, Callable[[Path, int, random.Random], int]]] = {
    "csv": ("a.csv", write_csv), "jsonl": ("a.jsonl", write_json_lines), "json": ("a.json", write_document), "comments": ("comments.csv", write_comments),
    "xlsx": ("a.xlsx", write_workbook),
}  # fmt: skip


def run(path: Path, folder: Path) -> tuple[float, int]:
    """(seconds, peak bytes) of one import."""
    voc = [sys.executable, "-c", "from voc.cli import main; main()"]
    settings = os.environ | {"VOC_DATABASE_URL": f"sqlite:///{folder / 'voc.db'}", "VOC_DATA_DIR": str(folder / "data")}
    subprocess.run([*voc, "db", "upgrade"], env=settings, check=True, capture_output=True)
    started = time.perf_counter()
    process = subprocess.Popen([*voc, "import", "feedback", str(path)], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit((process.stderr.read() if process.stderr else b"").decode()[-2_000:])
    return time.perf_counter() - started, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1_024)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--mib", type=int, default=1_000)
    said.add_argument("--rows", type=int, default=1_000_000)
    said.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS))
    given = said.parse_args()
    print("| form | file, MiB | rows | seconds | rows a second | peak, MiB |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for form in given.forms:
        name, write = FORMS[form]
        with tempfile.TemporaryDirectory() as there:
            path = Path(there) / name
            rows = write(path, given.rows if form == "xlsx" else given.mib * 2**20, random.Random(1))
            seconds, peak = run(path, Path(there))
            print(f"| {form} | {path.stat().st_size / 2**20:,.0f} | {rows:,} | {seconds:,.0f} | {rows / seconds:,.0f} | {peak / 2**20:,.0f} |", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

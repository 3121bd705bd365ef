#!/bin/bash
# Makes everything in the folder above anew, working in the folder $1: numbers, trees, check, expected scores.
set -e
export TREES="$(cd "$(dirname "$0")/.." && pwd)"
mkdir -p "$1" && cp "$(dirname "$0")"/* "$1" && cd "$1"
npm install
/usr/bin/python3 make_numbers.py "$TREES"
node duckdb.js
node polars.js
node arrow-rs.js
node hyparquet-writer.js
node check.js > "$TREES/columns.txt"
/usr/bin/python3 expected.py "$TREES"

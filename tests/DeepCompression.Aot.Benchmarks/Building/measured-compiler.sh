#!/bin/sh
# Stands in for the C# compiler: runs it under the program of measure.c, whose last line goes to a file.
"$MEASURE" '' "$DOTNET_HOST" exec "$COMPILER" "$@" > "$MEASURED"
status=$?
grep -v '^measured' "$MEASURED"
exit $status

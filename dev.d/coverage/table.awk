# What ran, by folder: awk -v report=FILE -f table.awk DECISIONS BY_TABLES BY_ALL
# DECISIONS: one source a line. BY_TABLES, BY_ALL: 'SOURCE LINE COUNT' for each line that can run, in order; the first
# counts for decisions, the second for the rest. Prints a table, and each line of a decision that never ran; the lines of
# the rest go to report. A line that no table can run says so, or the line before does: "no table runs this: WHY".
# Exit 1 if a line of a decision never ran, or if nothing was counted.

FNR == 1 { ++file }

file == 1 { decides[$1] = 1; next }

(file == 2) != ($1 in decides) { next }

file == 2 && $3 == 0 && (text_of($1, $2) text_of($1, $2 - 1)) ~ /[Nn]o table runs this: / { next }

{
  kind = file == 2 ? "decisions" : "rest"
  folder = folder_of($1)
  folders[folder] = 1
  add(kind, folder, $3 > 0)
  add(kind, "all", $3 > 0)
  if (kind == "rest") note($1, $2, $3 > 0)
  else if ($3 == 0) missing[++missing_count] = $1 " " $2
}

END {
  finish_file()
  print_table()
  for (i = 1; i <= missing_count; ++i) print_line(missing[i])
  exit missing_count > 0 || all["decisions", "all"] == 0 || all["rest", "all"] == 0
}

function folder_of(source) { return match(source, /^[a-z]+\/[^\/]+\//) ? substr(source, 1, RLENGTH - 1) : "src" }

function add(kind, folder, did_run) {
  ++all[kind, folder]
  run[kind, folder] += did_run
}

# The lines of a source that never ran, as ranges: what cannot run does not part them.
function note(source, line, did_run) {
  if (source != noted) finish_file()
  noted = source
  ++noted_lines
  if (did_run) finish_range()
  else {
    if (!first) first = line
    last = line
    ++noted_missing
  }
}

function finish_range() {
  if (first) ranges = ranges (ranges == "" ? "" : ", ") first (last == first ? "" : "-" last)
  first = 0
}

function finish_file() {
  finish_range()
  if (noted_missing) printf "%s: %d of %d lines: %s\n", noted, noted_missing, noted_lines, ranges > report
  ranges = ""
  noted_lines = noted_missing = 0
}

function print_table(    names, count, folder, i, j, kept) {
  printf "%-22s %24s   %24s\n", "", "decisions", "the rest"
  printf "%-22s %7s %7s %8s   %7s %7s %8s\n", "folder", "lines", "run", "", "lines", "run", ""
  for (folder in folders) names[++count] = folder
  for (i = 2; i <= count; ++i)
    for (j = i; j > 1 && names[j - 1] > names[j]; --j) {
      kept = names[j]
      names[j] = names[j - 1]
      names[j - 1] = kept
    }
  for (i = 1; i <= count; ++i) print_row(names[i])
  print_row("all")
}

function print_row(folder) {
  printf "%-22s %s   %s\n", folder, figures("decisions", folder), figures("rest", folder)
}

# Rounded down, so that 100 % is all of them.
function figures(kind, folder,    lines) {
  lines = all[kind, folder]
  if (!lines) return sprintf("%24s", "")
  return sprintf("%7d %7d %6.1f %%", lines, run[kind, folder], int(1000 * run[kind, folder] / lines) / 10)
}

function print_line(where,    parts) {
  split(where, parts, " ")
  printf "%s:%d: %s\n", parts[1], parts[2], text_of(parts[1], parts[2])
}

function text_of(source, line,    text, number) {
  while (number < line && (getline text < source) > 0) ++number
  close(source)
  return text
}

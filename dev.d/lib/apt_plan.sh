# Reading what `apt-get --simulate install` says it would do. Nothing here runs apt.

# The packages that the plan on stdin would remove or downgrade, or that stand in its way, one a line.
packages_in_the_way() {
  awk '
    /^Remv / { print $2 }
    /^The following packages will be DOWNGRADED:/ { downgraded = 1; next }
    downgraded && /^ / { for (i = 1; i <= NF; ++i) print $i; next }
    { downgraded = 0 }
    match($0, /(Conflicts|Breaks): [^ ]+/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/^[A-Za-z]+: /, "", name)
      print name
    }
  ' | sort -u
}

# How many packages the plan on stdin would install or upgrade.
packages_to_install() {
  grep -c '^Inst ' || true
}

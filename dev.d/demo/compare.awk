# compare.awk IDS ACCOUNT DELIVERED: what `hai-watch --json` delivered, against the platform's own account.
# IDS: one session id a line. ACCOUNT: one line of JSON, written by hai-sim. Exit 1 if anything is wrong.

FNR == 1 { ++file }

file == 1 { ids[$0] = 1; next }

file == 2 { account = account $0; next }

match($0, /^\{"session":"[^"]*",/) {
  id = substr($0, 13, RLENGTH - 14)
  rest = substr($0, RLENGTH + 1)
  if (!(id in ids)) {
    complain("session " id " is none of the platform's")
  } else if (match(rest, /^"index":[0-9]+,/)) {
    take_event(id, substr(rest, 9, RLENGTH - 9) + 0)
  } else if (match(rest, /^"end":\{"status":"[^"]*"/)) {
    ended[id] = substr(rest, 18, RLENGTH - 18)
  } else {
    complain("session " id ": " rest)
  }
  next
}

{ complain("not a line of hai-watch --json: " substr($0, 1, 80)) }

END {
  for (id in ids) close_account(id)
  printf "Delivered   %d events of %d sessions; with the second hai-watch, over %d connections\n", events, sessions,
         number_after(account, "connections")
  printf "Check       lost %d, doubled %d, out of order %d, against the platform's own account\n", lost, doubled, disordered
  exit lost + doubled + disordered + complaints > 0
}

function take_event(id, index_) {
  ++events
  if ((id, index_) in seen) {
    ++doubled
    return
  }
  if (id in last && index_ < last[id]) ++disordered
  seen[id, index_] = 1
  last[id] = index_
  ++distinct[id]
}

function close_account(id,    own, start, status) {
  ++sessions
  start = index(account, "\"" id "\":{\"status\":\"")
  if (!start) {
    complain("session " id " is not in the account")
    return
  }
  own = substr(account, start + length(id) + 14)
  status = substr(own, 1, index(own, "\"") - 1)
  if (ended[id] != status) complain("session " id " ended as '" ended[id] "', on the platform as '" status "'")
  lost += number_after(own, "events_emitted") - distinct[id]
}

function number_after(text, name,    start) {
  start = index(text, "\"" name "\":")
  if (!start) {
    complain("the account has no " name)
    return 0
  }
  return substr(text, start + length(name) + 3) + 0
}

function complain(words) {
  ++complaints
  print "Wrong       " words
}

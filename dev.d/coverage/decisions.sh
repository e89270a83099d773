# Which sources decide: those that tables run to the last line.

# What gives away that a source carries decisions out: I/O, threads, time or chance taken from the machine instead of being
# handed in, and the cores that do all that.
carries_out='boost/asio|asio::|co_await|_clock::now\(\)|getenv|net::(timer|system(&|>))|std::(mutex|lock_guard)'
carries_out+='|^#include <(condition_variable|filesystem|fstream|future|random|thread|zlib\.h|csignal|(fcntl|poll|signal|unistd)\.h|(CLI|openssl|sys)/.*)>'
carries_out+='|^#include "(api/(calls|client_core)|session/(session|stream)_core)\.hpp"'

# decisions: the sources of the library, hai-watch and the dashboard that decide, one a line: those which show nothing of
# this themselves or in the header of their name, but for what exceptions.txt says.
decisions() {
  local exceptions=dev.d/coverage/exceptions.txt stem
  find src examples/dashboard -path src/sim -prune -o -name '*.[ch]pp' -print | sed 's/\.[ch]pp$//' | sort -u | while read -r stem; do
    if grep --quiet "^- $stem " "$exceptions"; then continue; fi
    if grep --quiet "^+ $stem " "$exceptions" ||
      ! grep --extended-regexp --quiet "$carries_out" $(compgen -G "$stem.[ch]pp"); then
      compgen -G "$stem.[ch]pp"
    fi
  done
}

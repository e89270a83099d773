# help                          this list
# The list is made of the first line of each verb's file.
printf 'usage: ./dev VERB [ARGUMENT...]\n\n'
for file in "$root"/dev.d/*.sh; do
  sed -n '1s/^# /  /p' "$file"
done
printf '\nOn Debian 12 a verb installs what it needs, and says so first. Builds go to build/PRESET.\n'

# What the reference reads of a page: Doxygen 1.9 follows no anchor into another page, and only pages are copied.
s/\]\(([a-z-]+\.md)#[^)]*\)/](\1)/g
s/\[([^]]*)\]\(\.\.\/[^)]*\)/\1/g

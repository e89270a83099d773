# What the reference reads of a page: Doxygen 1.9 follows no anchor of Markdown, and only pages are copied.
s/\]\(([a-z-]+\.md)#[^)]*\)/](\1)/g
s/\[([^]]*)\]\(\.\.\/[^)]*\)/\1/g
s/\[([^]]*)\]\(#[^)]*\)/\1/g
s/\[([^]]*)\]\(reference\/[^)]*\)/\1/g

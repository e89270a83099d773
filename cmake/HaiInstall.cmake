# Installation comes with the package; see the targets' own EXPORT lines.

# Prints the first exercise of a chapter's README.adoc: its title and its text, without hints and markup lines.

/^\[exercise,/ && !found { found = 1; next }
!found { next }
!inside && /^\./ { print ""; print "  " substr($0, 2); print ""; next }
/^====$/ { if (inside) exit; inside = 1; next }
!inside { next }
/^=====+$/ { folded = !folded; next }
folded || /^\[/ || /^include::/ || /^\.[A-Z]/ { next }
/^$/ { if (!blank) print ""; blank = 1; next }
{ blank = 0; print "  " $0 }
END { if (inside && !blank) print "" }

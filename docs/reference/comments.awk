# What the reference reads of a header: a token form without a comment of its own is the operation above it; and Doxygen
# stumbles over the specialisation for boost::system that ends errc.hpp.
FILENAME ~ /errc\.hpp$/ && /^template <>$/ { exit }
/^ *template <detail::token_for<.*> Token>$/ && before !~ /^ *\/\/\// {
  print "  /// The same with a completion token."
}
{ print; before = $0 }

#pragma once

/// Marks what users of the shared library link to; everything else in it is hidden.
#if defined(__GNUC__)
#define HAI_EXPORT __attribute__((visibility("default")))
#else
#define HAI_EXPORT
#endif

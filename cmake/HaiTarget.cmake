# The settings every target of this project shares: C++20, and strict warnings that stay private to our own build.
function(hai_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden)
  if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      # g++ 12 sees an overlap in `"text" + std::string` at -O2 where there is none (GCC bug 105651).
      target_compile_options(${name} PRIVATE -Wno-restrict)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # At -O2 g++ may inline Asio's allocation of a coroutine's frame but not its release, and takes them for no pair.
      target_compile_options(${name} PRIVATE -Wno-mismatched-new-delete)
    endif()
    if(HAI_WARNINGS_AS_ERRORS)
      target_compile_options(${name} PRIVATE -Werror)
    endif()
  endif()
  hai_use_precompiled(${name})
endfunction()

# hai_library(NAME): a library for users. It shows what is marked with HAI_EXPORT; a shared one carries the version in its
# name, up to the number that promises an unchanged interface.
function(hai_library name)
  hai_target(${name})
  set(interface ${PROJECT_VERSION_MAJOR})
  if(interface EQUAL 0)
    set(interface 0.${PROJECT_VERSION_MINOR})
  endif()
  set_target_properties(${name} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${interface})
endfunction()

# What most translation units include, compiled once for all targets of the development builds that ask for it. Every
# header still includes what it needs: builds without this, and test/consume, hold it to that.
function(hai_make_precompiled)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "")
  add_library(hai-precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_compile_features(hai-precompiled PUBLIC cxx_std_20)
  set_target_properties(hai-precompiled PROPERTIES CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden) # as hai_target
  target_link_libraries(hai-precompiled PRIVATE Boost::json Boost::url Threads::Threads)
  if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(hai-precompiled PRIVATE -Wpedantic) # as hai_target: g++ sets macros by it
  endif()
  target_precompile_headers(hai-precompiled PRIVATE
    <algorithm> <chrono> <deque> <functional> <map> <memory> <optional> <string> <unordered_map> <variant> <vector>
    <boost/asio.hpp> <boost/asio/any_completion_handler.hpp> <boost/json.hpp> <boost/url.hpp>)
endfunction()

function(hai_use_precompiled name)
  get_target_property(type ${name} TYPE)
  if(type STREQUAL "EXECUTABLE" AND CMAKE_POSITION_INDEPENDENT_CODE)
    return() # its code is position-independent in a way of its own
  endif()
  if(HAI_PRECOMPILED_HEADERS)
    if(NOT TARGET hai-precompiled)
      hai_make_precompiled()
    endif()
    target_link_libraries(${name} PRIVATE Boost::json Boost::url) # g++ wants the macros that they define to be the same
    target_precompile_headers(${name} REUSE_FROM hai-precompiled)
  endif()
endfunction()

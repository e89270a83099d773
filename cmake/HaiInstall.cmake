# What `cmake --install` puts where: libraries, public headers, programs and the CMake package hai-agents.
include(CMakePackageConfigHelpers)
set(hai_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hai-agents)

set(hai_libraries hai-agents)
set(hai_headers_left_out REGEX "/hai/sim(/|\\.hpp$)" EXCLUDE)
if(TARGET hai::sim)
  get_target_property(hai_sim_library hai::sim ALIASED_TARGET)
  set_target_properties(${hai_sim_library} PROPERTIES EXPORT_NAME sim)
  list(APPEND hai_libraries ${hai_sim_library})
  set(hai_headers_left_out)
endif()
install(TARGETS ${hai_libraries} EXPORT hai-agents-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hai DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" ${hai_headers_left_out})

foreach(program hai-watch hai-sim)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

install(EXPORT hai-agents-targets NAMESPACE hai:: DESTINATION ${hai_package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hai-agents-config.cmake.in
                              ${PROJECT_BINARY_DIR}/hai-agents-config.cmake
                              INSTALL_DESTINATION ${hai_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hai-agents-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hai-agents-config.cmake ${PROJECT_BINARY_DIR}/hai-agents-config-version.cmake
        DESTINATION ${hai_package_dir})

# What `cmake --install` puts where: libraries, public headers, programs with their manual pages, the CMake package
# hai-agents, and the pkg-config files hai-agents and hai-sim. The components are the Debian packages of ./dev package.
include(CMakePackageConfigHelpers)
set(hai_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hai-agents)
set(hai_pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(hai_libraries hai-agents)
set(hai_pkgconfig_files hai-agents)
set(hai_headers_left_out REGEX "/hai/sim(/|\\.hpp$)" EXCLUDE)
if(TARGET hai::sim)
  get_target_property(hai_sim_library hai::sim ALIASED_TARGET)
  list(APPEND hai_libraries ${hai_sim_library})
  list(APPEND hai_pkgconfig_files hai-sim)
  set(hai_headers_left_out)
endif()
install(TARGETS ${hai_libraries} EXPORT hai-agents-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hai DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN "*.hpp" ${hai_headers_left_out})

foreach(program hai-watch hai-sim)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
    install(FILES ${PROJECT_SOURCE_DIR}/docs/man/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
  endif()
endforeach()

# A static library leaves its own libraries to whoever links it; a shared one brings them.
get_target_property(hai_library_type hai-agents TYPE)
if(hai_library_type STREQUAL "STATIC_LIBRARY")
  set(hai_is_static TRUE)
  set(hai_requires "openssl >= 3.0, zlib")
else()
  set(hai_is_static FALSE)
  set(hai_requires)
endif()

install(EXPORT hai-agents-targets NAMESPACE hai:: DESTINATION ${hai_package_dir} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hai-agents-config.cmake.in
                              ${PROJECT_BINARY_DIR}/hai-agents-config.cmake
                              INSTALL_DESTINATION ${hai_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hai-agents-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hai-agents-config.cmake ${PROJECT_BINARY_DIR}/hai-agents-config-version.cmake
        DESTINATION ${hai_package_dir} COMPONENT development)

# The files say where they are relative to themselves, so that the tree may be moved.
file(RELATIVE_PATH hai_prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(name ${hai_pkgconfig_files})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${hai_pkgconfig_dir} COMPONENT development)
endforeach()

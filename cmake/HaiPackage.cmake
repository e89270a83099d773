# The Debian packages that `cpack` makes of a shared build: libhai-agentsABI, libhai-agents-dev and hai-tools. ./dev package
# builds, tries and checks them.
get_target_property(hai_interface hai-agents SOVERSION)
set(hai_runtime_package libhai-agents${hai_interface})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hai-agents)
set(CPACK_PACKAGE_VENDOR "The hai-agents for C++ authors")
set(CPACK_PACKAGE_CONTACT "The hai-agents for C++ authors <maintainers@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL runtime development tools)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/src ${PROJECT_BINARY_DIR}/src/sim)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${hai_runtime_package})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "The shared libraries: the client, and the simulated platform for tests.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libhai-agents-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "${hai_runtime_package} (= ${PROJECT_VERSION}), libboost1.81-dev | libboost-dev (>= 1.81), libboost-json1.81-dev | libboost-json-dev (>= 1.81), libboost-url1.81-dev | libboost-url-dev (>= 1.81)")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "The headers, the CMake package and the pkg-config files.")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME hai-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS "${hai_runtime_package} (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_TOOLS_DESCRIPTION
    "hai-watch prints the events of sessions as they happen; hai-sim simulates the platform on this machine.")

# What Debian wants of each package's documentation.
find_program(HAI_GZIP gzip REQUIRED)
mark_as_advanced(HAI_GZIP)
file(READ ${PROJECT_SOURCE_DIR}/LICENSE hai_licence)
string(REGEX REPLACE "\n\n" "\n.\n" hai_licence "${hai_licence}")
string(REGEX REPLACE "\n" "\n " hai_licence "${hai_licence}")
string(STRIP "${hai_licence}" hai_licence)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/package/copyright @ONLY CONTENT
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hai-agents

Files: *
Copyright: The hai-agents for C++ authors
License: MIT

License: MIT
 @hai_licence@
")
configure_file(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_BINARY_DIR}/package/changelog COPYONLY)
execute_process(COMMAND ${HAI_GZIP} -9nf ${PROJECT_BINARY_DIR}/package/changelog COMMAND_ERROR_IS_FATAL ANY)
foreach(component runtime development tools)
  string(TOUPPER ${component} name)
  install(FILES ${PROJECT_BINARY_DIR}/package/copyright ${PROJECT_BINARY_DIR}/package/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME} COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
include(CPack)

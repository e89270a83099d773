# What the library needs. The package configuration file repeats this list for its users.
if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW) # newer CMake leaves the finding of Boost to Boost's own package file
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)

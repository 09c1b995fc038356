# libltdl has neither a pkg-config file nor a CMake package. Defines Ltdl::Ltdl.
find_path(LTDL_INCLUDE_DIR ltdl.h)
find_library(LTDL_LIBRARY ltdl)
mark_as_advanced(LTDL_INCLUDE_DIR LTDL_LIBRARY)

# The library's file is libltdl.so.7.3.2; nothing in it or in its header says more.
file(REAL_PATH "${LTDL_LIBRARY}" LTDL_FILE)
string(REGEX MATCH "[0-9]+(\\.[0-9]+)*$" LTDL_VERSION "${LTDL_FILE}")
if(NOT LTDL_VERSION)
    set(LTDL_VERSION unknown)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Ltdl REQUIRED_VARS LTDL_LIBRARY LTDL_INCLUDE_DIR
    REASON_FAILURE_MESSAGE "install the package libltdl-dev")

if(Ltdl_FOUND AND NOT TARGET Ltdl::Ltdl)
    add_library(Ltdl::Ltdl UNKNOWN IMPORTED)
    set_target_properties(Ltdl::Ltdl PROPERTIES
        IMPORTED_LOCATION "${LTDL_LIBRARY}"
        INTERFACE_LINK_LIBRARIES "${CMAKE_DL_LIBS}"
        INTERFACE_INCLUDE_DIRECTORIES "${LTDL_INCLUDE_DIR}")
endif()

# How tests become ctest tests. Every test, in C or in shell, is started by
# tests/support/run-test, which sets the locale and the samples folder; what it prints on
# exit 77 is the reason for a skip.

# bgt_register_test(NAME LABELS label... COMMAND command... [TIMEOUT seconds])
function(bgt_register_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LABELS;COMMAND")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_test(NAME ${name}
        COMMAND bash "${PROJECT_SOURCE_DIR}/tests/support/run-test" ${arg_COMMAND})
    set(environment
        "BUDGETCONV=${PROJECT_BINARY_DIR}/bin/budgetconv"
        "BUDGETCONV_SOURCE=${PROJECT_SOURCE_DIR}"
        "BUDGETCONV_BUILD=${PROJECT_BINARY_DIR}")
    if(BUDGETCONV_SANITIZE)
        # cmocka takes over SIGSEGV and hides the sanitizer's report: 2 takes it back.
        list(APPEND environment
            "BUDGETCONV_SANITIZE=${BUDGETCONV_SANITIZE}"
            "ASAN_OPTIONS=handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:allocator_may_return_null=1"
            "UBSAN_OPTIONS=print_stacktrace=1")
    endif()
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "${environment}" LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        SKIP_RETURN_CODE 77)
endfunction()

# bgt_add_test(NAME SOURCES file... ROOMS room... [LIBS target...] [LABELS label...]
#              [TIMEOUT seconds])
# One cmocka program. Its calls to malloc and friends, and those of the rooms it links, go
# through tests/support/allocation.c, so that a test can make any one of them fail.
function(bgt_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;ROOMS;LIBS;LABELS")
    list(TRANSFORM arg_ROOMS PREPEND bgt_)
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LIBS} ${arg_ROOMS} bgt_test_support)
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    bgt_register_test(${name} LABELS ${arg_LABELS} COMMAND $<TARGET_FILE:${name}>
                      TIMEOUT ${arg_TIMEOUT})
endfunction()

# bgt_add_suite(FOLDER LABEL ROOMS room... [LIBS target...] [TIMEOUT seconds])
# tests/FOLDER/test_*.c and test_*.sh, and what its own CMakeLists.txt adds, where it has one.
function(bgt_add_suite folder label)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "TIMEOUT" "ROOMS;LIBS")
    set(path "${PROJECT_SOURCE_DIR}/tests/${folder}")
    file(GLOB programs CONFIGURE_DEPENDS "${path}/test_*.c")
    file(GLOB scripts CONFIGURE_DEPENDS "${path}/test_*.sh")
    string(MAKE_C_IDENTIFIER "${folder}" prefix)
    foreach(source IN LISTS programs)
        get_filename_component(stem "${source}" NAME_WE)
        bgt_add_test(${prefix}_${stem} SOURCES "${source}" ROOMS ${arg_ROOMS}
                     LIBS ${arg_LIBS} LABELS ${label} TIMEOUT ${arg_TIMEOUT})
    endforeach()
    foreach(source IN LISTS scripts)
        get_filename_component(stem "${source}" NAME_WE)
        bgt_register_test(${prefix}_${stem}_sh LABELS ${label} COMMAND bash "${source}"
                          TIMEOUT ${arg_TIMEOUT})
    endforeach()
    file(GLOB own CONFIGURE_DEPENDS "${path}/CMakeLists.txt")
    if(own)
        add_subdirectory("${path}")
    endif()
endfunction()

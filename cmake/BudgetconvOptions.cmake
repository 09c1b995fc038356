# Compiler options of every target, carried by the interface library bgt_options.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Kind of build" FORCE)
endif()

include(CheckCCompilerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

add_library(bgt_options INTERFACE)
target_compile_definitions(bgt_options INTERFACE _POSIX_C_SOURCE=200809L
    $<$<BOOL:${BUDGETCONV_KEEP_PLUGINS}>:BUDGETCONV_KEEP_PLUGINS=1>)
target_compile_options(bgt_options INTERFACE
    -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
    -Wformat -Wformat-security
    $<$<BOOL:${BUDGETCONV_WERROR}>:-Werror>
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")
target_include_directories(bgt_options INTERFACE
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/generated")
target_link_options(bgt_options INTERFACE -Wl,-z,relro -Wl,-z,now)

if(BUDGETCONV_SANITIZE)
    target_compile_options(bgt_options INTERFACE
        -fsanitize=${BUDGETCONV_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(bgt_options INTERFACE -fsanitize=${BUDGETCONV_SANITIZE})
else()
    foreach(flag stack-protector-strong stack-clash-protection cf-protection)
        string(MAKE_C_IDENTIFIER "BUDGETCONV_HAS_${flag}" found)
        check_c_compiler_flag("-f${flag}" ${found})
        if(${found})
            target_compile_options(bgt_options INTERFACE -f${flag})
        endif()
    endforeach()
    # _FORTIFY_SOURCE needs optimisation; elsewhere it is only a warning.
    target_compile_definitions(bgt_options INTERFACE
        $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:_FORTIFY_SOURCE=2>)
endif()

if(BUDGETCONV_FUZZ)
    target_compile_options(bgt_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

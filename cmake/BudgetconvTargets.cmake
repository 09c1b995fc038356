# How rooms, plugins and data files become targets.

# bgt_add_room(NAME [ROOMS room...] [LIBS library...])
# The static library bgt_NAME from core/NAME/*.c (main.c left out), linked to the rooms to
# its right. A room that has no source yet is an empty interface library.
function(bgt_add_room name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ROOMS;LIBS")
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/core/${name}/*.c")
    list(FILTER sources EXCLUDE REGEX "/main\\.c$")
    list(TRANSFORM arg_ROOMS PREPEND bgt_)
    if(sources)
        add_library(bgt_${name} STATIC ${sources})
        set(scope PUBLIC)
    else()
        add_library(bgt_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(bgt_${name} ${scope} "${PROJECT_SOURCE_DIR}/core")
    target_link_libraries(bgt_${name} ${scope} bgt_options ${arg_ROOMS} ${arg_LIBS})
endfunction()

# bgt_add_plugin(NAME library...)
# plugins/NAME/*.c as object library plugin_NAME_objects (which tests and fuzzers link) and
# as module NAME.so beside its manifest NAME.plugin. A folder without source is left out.
function(bgt_add_plugin name)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/plugins/${name}/*.c")
    if(NOT sources)
        return()
    endif()
    string(MAKE_C_IDENTIFIER "${name}" id)
    add_library(plugin_${id}_objects OBJECT ${sources})
    target_link_libraries(plugin_${id}_objects PUBLIC bgt_options ${ARGN})
    file(GLOB manifest CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/plugins/${name}/${name}.plugin")
    if(NOT manifest)
        message(WARNING "plugins/${name}/${name}.plugin is absent: no module ${name}.so")
        return()
    endif()
    bgt_add_module(plugin_${id} FOLDER "${BUDGETCONV_PLUGIN_DIR}" STEM ${name}
                   LIBS plugin_${id}_objects
                   MANIFEST "${manifest}")
    install(TARGETS plugin_${id} DESTINATION "${BUDGETCONV_PLUGIN_DIR}")
    install(FILES ${name}/${name}.plugin DESTINATION "${BUDGETCONV_PLUGIN_DIR}")
endfunction()

# bgt_add_module(TARGET FOLDER folder STEM stem [SOURCES...] [LIBS...] [MANIFEST file])
# A plugin module STEM.so in BUILD/FOLDER that needs nothing of ours at load time.
function(bgt_add_module target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER;STEM;MANIFEST" "SOURCES;LIBS")
    set(folder "${PROJECT_BINARY_DIR}/${arg_FOLDER}")
    add_library(${target} MODULE ${arg_SOURCES})
    target_link_libraries(${target} PRIVATE bgt_options ${arg_LIBS})
    set_target_properties(${target} PROPERTIES
        PREFIX "" OUTPUT_NAME "${arg_STEM}" LIBRARY_OUTPUT_DIRECTORY "${folder}"
        LINKER_LANGUAGE C)
    target_link_options(${target} PRIVATE
        "-Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/plugin.map")
    if(NOT BUDGETCONV_SANITIZE)
        # A sanitizer's runtime is in the program, so modules may not be closed there.
        target_link_options(${target} PRIVATE -Wl,-z,defs)
    endif()
    if(arg_MANIFEST)
        add_custom_command(OUTPUT "${folder}/${arg_STEM}.plugin"
            COMMAND ${CMAKE_COMMAND} -E copy_if_different "${arg_MANIFEST}"
                    "${folder}/${arg_STEM}.plugin"
            COMMAND ${CMAKE_COMMAND} -E touch_nocreate "${folder}/${arg_STEM}.plugin"
            DEPENDS "${arg_MANIFEST}" VERBATIM)
        add_custom_target(${target}_manifest ALL DEPENDS "${folder}/${arg_STEM}.plugin")
        add_dependencies(${target} ${target}_manifest)
    endif()
endfunction()

# bgt_add_data_files(SOURCE_FOLDER TARGET_FOLDER)
# Every file below SOURCE_FOLDER appears at the same place below BUILD/TARGET_FOLDER and in
# the installed tree; a file that has gone from the source goes from the build folder too.
function(bgt_add_data_files source target)
    set(from "${PROJECT_SOURCE_DIR}/${source}")
    set(to "${PROJECT_BINARY_DIR}/${target}")
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${from}" "${from}/*")
    file(GLOB_RECURSE present RELATIVE "${to}" "${to}/*")
    list(FILTER files EXCLUDE REGEX "(~|\\.swp|/\\.[^/]*)$")
    foreach(file IN LISTS present)
        if(NOT file IN_LIST files)
            file(REMOVE "${to}/${file}")
        endif()
    endforeach()
    set(copies "")
    foreach(file IN LISTS files)
        add_custom_command(OUTPUT "${to}/${file}"
            COMMAND ${CMAKE_COMMAND} -E copy_if_different "${from}/${file}" "${to}/${file}"
            COMMAND ${CMAKE_COMMAND} -E touch_nocreate "${to}/${file}"
            DEPENDS "${from}/${file}" COMMENT "Copying ${source}/${file}" VERBATIM)
        list(APPEND copies "${to}/${file}")
        get_filename_component(folder "${target}/${file}" DIRECTORY)
        install(FILES "${from}/${file}" DESTINATION "${folder}")
    endforeach()
    string(MAKE_C_IDENTIFIER "data_${source}" name)
    add_custom_target(${name} ALL DEPENDS ${copies})
endfunction()

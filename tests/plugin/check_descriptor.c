#include "conformance.h"

#include <dirent.h>
#include <elf.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_BYTES = 65536 };

/* ---- Descriptor and file -------------------------------------------------------- */

static bool is_chinese(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0xE3) {
            return true;
        }
    }
    return false;
}

void check_descriptor_is_sane(void **state)
{
    const struct bgt_manifest *manifest = *state;
    const struct bgt_plugin *plugin = conformance_load(manifest);
    assert_true(strlen(plugin->title) > 0 && strlen(plugin->title) < 80);
    assert_true(is_chinese(plugin->title_zh));
    for (uint32_t i = 0; i < plugin->option_count; i++) {
        const struct bgt_option *option = &manifest->options[i];
        assert_true(strlen(option->help) > 0 && strlen(option->help) < 200);
        assert_true(is_chinese(option->help_zh));
    }
    assert_true(manifest->extensions[0] != NULL || manifest->read_extensions[0] != NULL);
}

/* Names of defined dynamic symbols, counted; those of linker and sanitizer (reserved by
 * C) left out. */
static size_t count_exports(const char *bytes, size_t length, const char **name)
{
    Elf64_Ehdr header;
    size_t count = 0;
    assert_true(length > sizeof header);
    memcpy(&header, bytes, sizeof header);
    const Elf64_Shdr *sections = (const void *)(bytes + header.e_shoff);
    for (size_t i = 0; i < header.e_shnum; i++) {
        if (sections[i].sh_type != SHT_DYNSYM) {
            continue;
        }
        const Elf64_Sym *symbols = (const void *)(bytes + sections[i].sh_offset);
        const char *strings = bytes + sections[sections[i].sh_link].sh_offset;
        for (size_t j = 1; j < sections[i].sh_size / sizeof *symbols; j++) {
            const char *found = strings + symbols[j].st_name;
            if (symbols[j].st_shndx != SHN_UNDEF && found[0] != '_') {
                *name = found;
                count++;
            }
        }
    }
    return count;
}

void check_exactly_one_symbol_is_exported(void **state)
{
    const struct bgt_manifest *manifest = *state;
    char path[4096];
    struct bgt_arena arena;
    size_t length = 0;
    const char *name = NULL;
    size_t stem = strlen(manifest->path) - strlen("plugin");
    (void)snprintf(path, sizeof path, "%.*sso", (int)stem, manifest->path);
    char *bytes = bgt_test_read_file(path, &length);
    bgt_arena_init(&arena, NULL, 4096);
    assert_int_equal(count_exports(bytes, length, &name), 1);
    assert_string_equal(name, bgt_plugin_symbol(manifest->id, &arena));
    bgt_arena_close(&arena);
    free(bytes);
}

/* ---- Probe --------------------------------------------------------------------------
 */

/* The bytes stand at the end of a block of their own size, so that a sanitizer sees a
 * read beyond them. */
static void probe_prefix(const struct bgt_plugin *plugin, const char *bytes,
                         size_t length)
{
    uint8_t *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    int first = plugin->reader->probe(copy, length, "file");
    int second = plugin->reader->probe(copy, length, "file");
    assert_int_equal(first, second);
    assert_in_range((unsigned)first, 0, 100);
    assert_memory_equal(copy, bytes, length);
    free(copy);
}

void check_probe_is_pure(void **state)
{
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    if (kit.plugin->reader == NULL || kit.plugin->reader->probe == NULL) {
        kit_close(&kit);
        return;
    }
    char *random = malloc(HEAD_BYTES);
    assert_non_null(random);
    conformance_noise(random, HEAD_BYTES, 7);
    for (size_t cut = 0; cut <= HEAD_BYTES; cut += cut < 600 ? 1 : 3001) {
        probe_prefix(kit.plugin, random, cut);
    }
    free(random);
    char *file = conformance_file(&kit, &length);
    for (size_t cut = 0; cut <= length && cut <= HEAD_BYTES;
         cut += conformance_stride(length)) {
        probe_prefix(kit.plugin, file != NULL ? file : "", cut);
    }
    free(file);
    kit_close(&kit);
}

/* ---- The process ---------------------------------------------------------------- */

static size_t count_descriptors(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder) != NULL) {
        count++;
    }
    (void)closedir(folder);
    return count;
}

void check_the_process_stays_as_it_was(void **state)
{
    char before[4096];
    char after[4096];
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *locale = strdup(setlocale(LC_ALL, NULL));
    mode_t mask = umask(027);
    size_t descriptors = count_descriptors();
    assert_non_null(getcwd(before, sizeof before));
    char *file = conformance_file(&kit, &length);
    if (file != NULL && kit.plugin->reader != NULL) {
        (void)kit_read(&kit, file, length, NULL);
        (void)kit_read(&kit, file, length / 2, NULL);
    }
    free(file);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(umask(mask), 027);
    assert_string_equal(setlocale(LC_ALL, NULL), locale);
    assert_non_null(getcwd(after, sizeof after));
    assert_string_equal(after, before);
    free(locale);
    kit_close(&kit);
}

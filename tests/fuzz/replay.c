/*
 * Runs a fuzz target over the files of a folder, whole and cut short, without libFuzzer.
 * Usage: replay FOLDER. Exit status 1 when the folder holds no file: a replay of nothing
 * proves nothing.
 */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { MAX_INPUT = 1 << 20, MAX_PATH = 4096, CUTS = 16 };

static void try_bytes(const uint8_t *bytes, size_t length)
{
    /* A block of exactly this size lets the sanitizers see a read past the end. */
    uint8_t *copy = malloc(length > 0 ? length : 1);
    if (copy != NULL) {
        memcpy(copy, bytes, length);
        (void)LLVMFuzzerTestOneInput(copy, length);
        free(copy);
    }
}

static int try_file(const char *path, uint8_t *buffer)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(buffer, 1, MAX_INPUT, file);
    (void)fclose(file);
    for (size_t cut = 0; cut <= CUTS; cut++) {
        try_bytes(buffer, length * cut / CUTS);
    }
    return 1;
}

int main(int argc, char **argv)
{
    uint8_t *buffer = malloc(MAX_INPUT);
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    int tried = 0;
    struct dirent *entry = NULL;
    while (buffer != NULL && folder != NULL && (entry = readdir(folder)) != NULL) {
        char path[MAX_PATH];
        int length = snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
        if (entry->d_name[0] != '.' && length > 0 && length < MAX_PATH) {
            tried += try_file(path, buffer);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    free(buffer);
    (void)printf("%d files\n", tried);
    return tried > 0 ? 0 : 1;
}

/**
 * io/system.h: the system calls that C11 and POSIX do not have, and the system's errors
 * as diagnostics. Private to this room.
 */
#ifndef BGT_IO_SYSTEM_H
#define BGT_IO_SYSTEM_H

#include "io/io.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** Bytes of any path of bgt_descriptor_path. */
#define BGT_DESCRIPTOR_PATH_SIZE 32

/** What an error number means, in English whatever the locale. Static. */
const char *bgt_system_error(int error);

/** Fills bytes that nobody can guess, for hash keys; zeros where the system has none. */
void bgt_system_random(void *bytes, size_t length);

/** A file in memory, or -1. */
int bgt_system_memory_file(void);

/** A file without a name in a folder, or -1 (errno EOPNOTSUPP, EISDIR: not possible
 * there). */
int bgt_system_unnamed_file(int folder, const char *path, mode_t mode);

/** Renames within a folder; fails with EEXIST where `to` exists. */
int bgt_system_rename_new(int folder, const char *from, const char *to);

/** Exchanges two names of a folder; fails with EINVAL or ENOSYS where that is not
 * possible. */
int bgt_system_exchange(int folder, const char *first, const char *second);

/** Whether a folder is the kernel's /proc, so that its links are descriptors. */
bool bgt_system_is_proc(const char *folder);

/** Takes the lock of an open file without waiting; it holds until all copies of the
 * descriptor are closed. */
bool bgt_system_lock(int descriptor);

/** Writes the path by which an open descriptor can be opened again; returns `path`. */
const char *bgt_descriptor_path(int descriptor, char path[BGT_DESCRIPTOR_PATH_SIZE]);

/** Reads once, and again after an interruption. BGT_OK with `*got` 0 at the end;
 * BGT_CANCELLED; BGT_BAD with errno set, nothing reported. */
bgt_status bgt_system_read(const struct bgt_io *io, int descriptor, void *bytes,
                           size_t capacity, size_t *got);

/** As bgt_system_read, from an offset, until `capacity` bytes or the end. */
bgt_status bgt_system_read_at(int descriptor, uint64_t offset, void *bytes,
                              size_t capacity, size_t *got);

/** Writes all bytes. BGT_OK; BGT_CANCELLED; BGT_BAD with errno set, nothing reported. */
bgt_status bgt_system_write(const struct bgt_io *io, int descriptor, const void *bytes,
                            size_t length);

/** Reports why a file cannot be read: FILE_NOT_FOUND, FILE_NO_PERMISSION or
 * FILE_UNREADABLE. Answers BGT_FATAL, or BGT_NO_MEMORY (nothing reported). */
bgt_status bgt_report_unreadable(const struct bgt_io *io, const char *name, int error);

/** Reports why a target cannot be written: DISK_FULL, TARGET_FOLDER_MISSING,
 * TARGET_CLOSED or TARGET_NOT_WRITABLE. Answers as bgt_report_unreadable. */
bgt_status bgt_report_unwritable(const struct bgt_io *io, const char *name, int error);

/** Gives back the whole pages of a read-only mapping of a file between two offsets; they
 * come again when they are looked at. Never for memory that is not a file's. */
void bgt_system_give_back(uint8_t *mapped, uint64_t from, uint64_t to);

/** A copy of a text in memory of the allocator's, or null. */
char *bgt_copy_text(const struct bgt_allocator *allocator, const char *text);

/** `first`, `/` and `second` as a new text, or null. */
char *bgt_join_path(const struct bgt_allocator *allocator, const char *first,
                    const char *second);

#endif

#define _XOPEN_SOURCE 700 /* realpath, S_ISVTX */

#include "plugin/trust.h"

#include "diag/reporter.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 16384 }; /* For one entry of the user or group database. */

/* Whether the group has no member but the owner: then its right to write is the owner's.
 */
static bool is_private_group(gid_t group, uid_t owner)
{
    char bytes[NAME_BYTES];
    struct passwd user;
    struct passwd *found_user = NULL;
    struct group entry;
    struct group *found_group = NULL;
    char name[LOGIN_NAME_MAX];
    if (getpwuid_r(owner, &user, bytes, sizeof bytes, &found_user) != 0 ||
        found_user == NULL || user.pw_gid != group ||
        strlen(user.pw_name) >= sizeof name) {
        return false;
    }
    memcpy(name, user.pw_name, strlen(user.pw_name) + 1);
    if (getgrgid_r(group, &entry, bytes, sizeof bytes, &found_group) != 0 ||
        found_group == NULL || strcmp(entry.gr_name, name) != 0) {
        return false;
    }
    for (char **member = entry.gr_mem; *member != NULL; member++) {
        if (strcmp(*member, name) != 0) {
            return false;
        }
    }
    return true;
}

static bool is_writable_by_others(const struct stat *info)
{
    bool others = (info->st_mode & S_IWOTH) != 0;
    bool group = (info->st_mode & S_IWGRP) != 0 && info->st_gid != 0 &&
                 !is_private_group(info->st_gid, info->st_uid);
    bool is_sticky_folder = S_ISDIR(info->st_mode) && (info->st_mode & S_ISVTX) != 0;
    return (others || group) && !is_sticky_folder;
}

static bool is_known_owner(uid_t owner)
{
    struct stat program;
    return owner == 0 || owner == geteuid() ||
           (stat("/proc/self/exe", &program) == 0 && program.st_uid == owner);
}

static bgt_status refuse(struct bgt_reporter *reporter, const char *code,
                         const char *path, const char *fact)
{
    struct bgt_place place = {.file = path};
    (void)bgt_report_at(reporter, code, &place, fact, NULL);
    return BGT_BAD;
}

static bgt_status check_one(const char *whole, const char *part,
                            struct bgt_reporter *reporter)
{
    struct stat info;
    struct bgt_place place = {.file = whole};
    char number[BGT_NUMBER_SIZE];
    if (lstat(part, &info) != 0) {
        return refuse(reporter, "PLUGIN_LOAD_FAILED", whole, strerror(errno));
    }
    if (!is_known_owner(info.st_uid)) {
        (void)bgt_report_at(reporter, "PLUGIN_FOREIGN_OWNER", &place, part,
                            bgt_number_text(info.st_uid, number));
        return BGT_BAD;
    }
    if (is_writable_by_others(&info)) {
        return refuse(reporter, "PLUGIN_WRITABLE_BY_OTHERS", whole, part);
    }
    return BGT_OK;
}

bgt_status bgt_trust_check(const char *path, struct bgt_reporter *reporter)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (path[0] != '/' || length >= sizeof part) {
        return refuse(reporter, "PLUGIN_LOAD_FAILED", path, strerror(ENAMETOOLONG));
    }
    memcpy(part, path, length + 1);
    bgt_status status = check_one(path, part, reporter);
    while (status == BGT_OK && length > 1) {
        while (length > 1 && part[length - 1] != '/') {
            length--;
        }
        length -= length > 1 ? 1 : 0;
        part[length] = '\0';
        status = check_one(path, part, reporter);
    }
    return status;
}

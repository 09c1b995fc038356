#include "plugin/elf_image.h"

#include "diag/reporter.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_SECTIONS = 4096,
    MAX_SEGMENTS = 256,
    MAX_SYMBOLS = 1 << 20,
    MAX_SYMBOL_NAME = 128
};

/* The file while it is looked at. */
struct image {
    int descriptor;
    uint64_t size;
    const char *path;
    struct bgt_reporter *reporter;
    Elf64_Ehdr header;
};

static bgt_status report(const struct image *image, const char *code, const char *fact,
                         const char *second)
{
    struct bgt_place place = {.file = image->path};
    (void)bgt_report_at(image->reporter, code, &place, fact, second);
    return BGT_BAD;
}

static bgt_status damaged(const struct image *image, const char *part)
{
    return report(image, "PLUGIN_DAMAGED", part, NULL);
}

/* Exactly length bytes from offset; false where the file does not have them. */
static bool take(const struct image *image, uint64_t offset, void *bytes, size_t length)
{
    size_t done = 0;
    if (offset > image->size || length > image->size - offset) {
        return false;
    }
    while (done < length) {
        ssize_t got = pread(image->descriptor, (char *)bytes + done, length - done,
                            (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

/* Element index of a table; false where its place overflows or is outside the file. */
static bool take_entry(const struct image *image, uint64_t table, uint64_t index,
                       void *entry, size_t size)
{
    return table <= image->size && take(image, table + index * size, entry, size);
}

/* ---- Header --------------------------------------------------------------------- */

/* The machine that this program was built for; EM_NONE where we do not know its number.
 */
static unsigned own_machine(void)
{
#if defined(__x86_64__)
    return EM_X86_64;
#elif defined(__aarch64__)
    return EM_AARCH64;
#elif defined(__riscv)
    return EM_RISCV;
#elif defined(__loongarch__)
    return 258; /* EM_LOONGARCH, which older headers lack. */
#else
    return EM_NONE;
#endif
}

static bgt_status check_header(struct image *image)
{
    const Elf64_Ehdr *header = &image->header;
    char found[BGT_NUMBER_SIZE];
    char wanted[BGT_NUMBER_SIZE];
    unsigned char ident[EI_NIDENT];
    if (image->size == 0) {
        return report(image, "PLUGIN_EMPTY", NULL, NULL);
    }
    if (!take(image, 0, ident, sizeof ident) || memcmp(ident, ELFMAG, SELFMAG) != 0) {
        return report(image, "PLUGIN_NOT_ELF", NULL, NULL);
    }
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB) {
        return report(image, "PLUGIN_OTHER_MACHINE",
                      ident[EI_CLASS] == ELFCLASS32 ? "ELF-32" : "ELF-64 big-endian",
                      "ELF-64 little-endian");
    }
    if (!take(image, 0, &image->header, sizeof image->header)) {
        return damaged(image, "ELF header");
    }
    if (header->e_type != ET_DYN) {
        return report(image, "PLUGIN_NOT_ELF", NULL, NULL);
    }
    if (own_machine() != EM_NONE && header->e_machine != own_machine()) {
        return report(image, "PLUGIN_OTHER_MACHINE",
                      bgt_number_text(header->e_machine, found),
                      bgt_number_text(own_machine(), wanted));
    }
    if (header->e_shentsize != sizeof(Elf64_Shdr) ||
        header->e_phentsize != sizeof(Elf64_Phdr) || header->e_shnum > MAX_SECTIONS ||
        header->e_phnum > MAX_SEGMENTS) {
        return damaged(image, "ELF header");
    }
    return BGT_OK;
}

/* ---- Symbols -------------------------------------------------------------------- */

/* Whether the name at an offset of the string table is the symbol. */
static bool is_named(const struct image *image, const Elf64_Shdr *strings,
                     uint32_t offset, const char *symbol)
{
    char name[MAX_SYMBOL_NAME];
    size_t length = strlen(symbol) + 1;
    return length <= sizeof name && offset < strings->sh_size &&
           length <= strings->sh_size - offset && strings->sh_offset <= image->size &&
           take(image, strings->sh_offset + offset, name, length) &&
           memcmp(name, symbol, length) == 0;
}

static bgt_status find_in_table(const struct image *image, const Elf64_Shdr *table,
                                const char *symbol, Elf64_Sym *out)
{
    Elf64_Shdr strings;
    uint64_t count = table->sh_size / sizeof *out;
    if (table->sh_entsize != sizeof *out || count > MAX_SYMBOLS ||
        table->sh_link >= image->header.e_shnum ||
        !take_entry(image, image->header.e_shoff, table->sh_link, &strings,
                    sizeof strings)) {
        return damaged(image, ".dynsym");
    }
    for (uint64_t i = 1; i < count; i++) {
        if (!take_entry(image, table->sh_offset, i, out, sizeof *out)) {
            return damaged(image, ".dynsym");
        }
        if (out->st_shndx != SHN_UNDEF && ELF64_ST_TYPE(out->st_info) == STT_OBJECT &&
            is_named(image, &strings, out->st_name, symbol)) {
            return BGT_OK;
        }
    }
    return report(image, "PLUGIN_NO_SYMBOL", symbol, NULL);
}

static bgt_status find_symbol(const struct image *image, const char *symbol,
                              Elf64_Sym *out)
{
    Elf64_Shdr section;
    for (uint64_t i = 0; i < image->header.e_shnum; i++) {
        if (!take_entry(image, image->header.e_shoff, i, &section, sizeof section)) {
            return damaged(image, "section headers");
        }
        if (section.sh_type == SHT_DYNSYM) {
            return find_in_table(image, &section, symbol, out);
        }
    }
    return report(image, "PLUGIN_NO_SYMBOL", symbol, NULL);
}

/* Reads bytes at an address of the loaded image, from the segment that covers it. */
static bool take_at_address(const struct image *image, uint64_t address, void *bytes,
                            size_t length)
{
    Elf64_Phdr segment;
    for (uint64_t i = 0; i < image->header.e_phnum; i++) {
        if (!take_entry(image, image->header.e_phoff, i, &segment, sizeof segment)) {
            return false;
        }
        if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
            address - segment.p_vaddr < segment.p_filesz &&
            length <= segment.p_filesz - (address - segment.p_vaddr) &&
            segment.p_offset <= image->size) {
            return take(image, segment.p_offset + (address - segment.p_vaddr), bytes,
                        length);
        }
    }
    return false;
}

bgt_status bgt_elf_descriptor(const char *path, const char *symbol,
                              struct bgt_reporter *reporter,
                              struct bgt_descriptor_head *out)
{
    struct image image = {.path = path, .reporter = reporter};
    struct stat info;
    Elf64_Sym found = {0};
    bgt_status status = BGT_BAD;
    image.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (image.descriptor < 0 || fstat(image.descriptor, &info) != 0) {
        (void)report(&image, "PLUGIN_LOAD_FAILED", strerror(errno), NULL);
        goto out;
    }
    if (!S_ISREG(info.st_mode)) {
        (void)report(&image, "PLUGIN_NOT_ELF", NULL, NULL);
        goto out;
    }
    image.size = (uint64_t)info.st_size;
    status = check_header(&image);
    if (status == BGT_OK) {
        status = find_symbol(&image, symbol, &found);
    }
    if (status == BGT_OK && (found.st_size < sizeof *out ||
                             !take_at_address(&image, found.st_value, out, sizeof *out) ||
                             out->struct_size > found.st_size)) {
        status = damaged(&image, symbol);
    }
out:
    if (image.descriptor >= 0) {
        (void)close(image.descriptor);
    }
    return status;
}

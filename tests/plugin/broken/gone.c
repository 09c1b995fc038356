/* The library that no_library.so is linked to; the loader does not find it. */
__attribute__((visibility("default"))) int bgt_test_gone(void);

int bgt_test_gone(void)
{
    return 0;
}

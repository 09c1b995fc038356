#include "cli/commands.h"

int main(int argc, char **argv)
{
    return bgt_program(argc, argv);
}

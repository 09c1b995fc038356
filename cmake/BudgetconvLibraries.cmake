# The libraries we stand on; each is a package of Debian 12 (see README.md for why each).

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip>=1.7)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat>=2.5)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0>=2.9.14)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1>=0.2.5)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib) # comes with libzip
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter) # its .pc gives the soname, not the version
find_package(Ltdl REQUIRED)
find_package(Csv REQUIRED)
if(BUDGETCONV_TESTS)
    pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET cmocka>=1.1.5)
endif()

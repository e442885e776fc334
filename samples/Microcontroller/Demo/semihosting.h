#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

void print(const char *text);
void print_number(const char *before, uint32_t value, const char *after);
void print_word(uint32_t value);
void demo_exit(int code);

#endif

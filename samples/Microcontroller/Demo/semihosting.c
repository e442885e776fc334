// Output and exit through the debugger, or through QEMU that plays one.
#include "semihosting.h"

static int call(int operation, const void *argument)
{
    register int r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void print(const char *text)
{
    call(0x04, text);
}

void print_number(const char *before, uint32_t value, const char *after)
{
    char digits[11];
    char *first = digits + sizeof digits - 1;
    *first = 0;
    do {
        *--first = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    print(before);
    print(first);
    print(after);
}

void print_word(uint32_t value)
{
    char text[10];
    for (int i = 0; i < 8; i++, value <<= 4) {
        uint32_t digit = value >> 28;
        text[i] = (char)(digit + (digit < 10 ? '0' : 'a' - 10));
    }
    text[8] = ' ';
    text[9] = 0;
    print(text);
}

void demo_exit(int code)
{
    uint32_t arguments[] = { 0x20026, (uint32_t)code };
    call(0x20, arguments);
}

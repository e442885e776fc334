// Start-up code for the demo images: vector table, memory, floating-point unit, main. A firmware has its own.
#include <stddef.h>
#include <stdint.h>

extern uint32_t __data_load, __data_start, __data_end, __bss_start, __bss_end, __stack_limit, __stack_top;

int main(void);
void demo_exit(int code);

__attribute__((noreturn)) void reset(void)
{
#ifdef __ARM_FP
    // Full access to coprocessors 10 and 11: the floating-point unit.
    *(volatile uint32_t *)0xE000ED88 |= 0xFu << 20;
    __asm volatile("dsb\n\tisb");
#endif
    for (uint32_t *from = &__data_load, *to = &__data_start; to < &__data_end;) {
        *to++ = *from++;
    }
    // What is not used of the stack keeps this pattern, so that main can tell how deep it went.
    for (uint32_t *to = &__bss_start; to < &__bss_end;) {
        *to++ = 0;
    }
    for (uint32_t *to = &__stack_limit, *end = (uint32_t *)__builtin_frame_address(0) - 8; to < end;) {
        *to++ = 0xA5A5A5A5;
    }
    demo_exit(main());
    for (;;) {
    }
}

// Any fault ends the demo with a code of its own.
static void fault(void)
{
    demo_exit(3);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[])(void) = {
    (void (*)(void))&__stack_top, reset, fault, fault, fault, fault, fault,
};

// What compilers call for loops over bytes, so that the demo needs no C library.
void *memmove(void *target, const void *source, size_t length)
{
    unsigned char *to = target;
    const unsigned char *from = source;
    for (size_t i = 0; i < length; i++) {
        size_t place = to < from ? i : length - 1 - i;
        to[place] = from[place];
    }
    return target;
}

void *memset(void *target, int value, size_t length)
{
    for (unsigned char *to = target, *end = to + length; to < end; to++) {
        *to = (unsigned char)value;
    }
    return target;
}

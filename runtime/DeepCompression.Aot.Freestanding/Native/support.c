// What the native compiler expects of a runtime, as far as a network needs it. Part of every lib<model>.a.
#include <stdint.h>

// Ends the program: an index out of range, which generated code does not have. A firmware may define its own.
__attribute__((weak, noreturn)) void deepcompression_panic(void)
{
    for (;;) {
    }
}

// Divisions: the compiler calls functions, which use the core's own instruction.
int32_t deepcompression_div_int32(int32_t dividend, int32_t divisor) { return dividend / divisor; }
int32_t deepcompression_mod_int32(int32_t dividend, int32_t divisor) { return dividend % divisor; }
uint32_t deepcompression_div_uint32(uint32_t dividend, uint32_t divisor) { return dividend / divisor; }
uint32_t deepcompression_mod_uint32(uint32_t dividend, uint32_t divisor) { return dividend % divisor; }

// Where C enters managed code and leaves it, a runtime would tell its garbage collector; here is none.
void RhpReversePInvoke(void *frame) { (void)frame; }
void RhpReversePInvokeReturn(void *frame) { (void)frame; }

// Large stack frames are touched page by page where there are guard pages; here is none.
void RhpStackProbe(void) { }

// Named by unwind tables, which are left out.
void __aeabi_unwind_cpp_pr0(void) { }
void __aeabi_unwind_cpp_pr1(void) { }

// Recognises digits and tells what that took. The image is built around any classifier of images of 28 x 28 bytes:
// MODEL_HEADER, MODEL_RUN and what else begins with MODEL_ name it.
#include MODEL_HEADER
#include IMAGES_HEADER
#include "semihosting.h"

// A network of integers takes numbers times a power of two, as bytes.
#ifdef MODEL_INPUT_EXPONENT
typedef signed char input_number;
typedef int output_number;

static input_number to_input(int byte)
{
    int number = ((byte << MODEL_INPUT_EXPONENT) * 2 + 255) / (2 * 255);
    return (input_number)(number > 127 ? 127 : number);
}
#else
typedef float input_number;
typedef float output_number;

static input_number to_input(int byte)
{
    return (float)byte * 0.003921569f;
}
#endif

static input_number input[MODEL_INPUT_LENGTH];
static output_number output[MODEL_OUTPUT_LENGTH];
static uint32_t workspace[MODEL_WORKSPACE_BYTES / 4];

extern uint32_t __stack_limit, __stack_top, __bss_end, __data_start;

// The core's own timer counts down from 2^24 - 1. QEMU's clock is 25 MHz, and with -icount shift=0 an instruction takes a nanosecond.
static volatile uint32_t *const systick = (volatile uint32_t *)0xE000E010;
enum { CONTROL, RELOAD, CURRENT };
#define INSTRUCTIONS_PER_TICK 40

static uint32_t run_and_count(int image)
{
    for (int i = 0; i < MODEL_INPUT_LENGTH; i++) {
        input[i] = to_input(image_byte(image, i));
    }
    systick[RELOAD] = 0xFFFFFF;
    systick[CURRENT] = 0;
    systick[CONTROL] = 5;
    MODEL_RUN(input, output, workspace);
    return (0xFFFFFF - systick[CURRENT]) * INSTRUCTIONS_PER_TICK;
}

static int largest(void)
{
    int best = 0;
    for (int i = 1; i < MODEL_OUTPUT_LENGTH; i++) {
        best = output[i] > output[best] ? i : best;
    }
    return best;
}

static uint32_t stack_used(void)
{
    uint32_t *word = &__stack_limit;
    while (*word == 0xA5A5A5A5) {
        word++;
    }
    return (uint32_t)&__stack_top - (uint32_t)word;
}

int main(void)
{
    uint32_t instructions = 0;
    for (int image = 0; image < IMAGE_COUNT; image++) {
        uint32_t count = run_and_count(image);
        instructions = count > instructions ? count : instructions;
        for (int i = 0; i < MODEL_OUTPUT_LENGTH; i++) {
            union { output_number number; uint32_t bits; } element = { .number = output[i] };
            print_word(element.bits);
        }
        print_number("-> ", (uint32_t)largest(), "\n");
    }
    print_number("instructions ", instructions, "\n");
    print_number("statics ", (uint32_t)&__bss_end - (uint32_t)&__data_start, "\n");
    print_number("stack ", stack_used(), "\n");
    return 0;
}

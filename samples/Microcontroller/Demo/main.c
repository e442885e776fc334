// Recognises what images show and tells what that took. The program is built around any classifier: MODEL_HEADER, MODEL_RUN and what else
// begins with MODEL_ name it.
#include MODEL_HEADER
#include IMAGES_HEADER
#include "semihosting.h"

// What the images are made of: bytes that stand for 0 to 1, or numbers times 2^IMAGE_EXPONENT.
#ifndef IMAGE_EXPONENT
#define IMAGE_DIVISOR 255
#define IMAGE_SCALE 0.003921569f
#define IMAGE_NUMBER image_byte
#else
#define IMAGE_DIVISOR (1 << IMAGE_EXPONENT)
#define IMAGE_SCALE (1.0f / (1 << IMAGE_EXPONENT))
#define IMAGE_NUMBER image_number
#endif

// A network of integers takes them times a power of two, as bytes: rounded to nearest.
#ifdef MODEL_INPUT_EXPONENT
typedef signed char input_number;
typedef int output_number;

#define MULTIPLIER (1 << (MODEL_INPUT_EXPONENT > 0 ? MODEL_INPUT_EXPONENT : 0))
#define DIVISOR (IMAGE_DIVISOR * (1 << (MODEL_INPUT_EXPONENT < 0 ? -MODEL_INPUT_EXPONENT : 0)))

static input_number to_input(int value)
{
    int doubled = value * MULTIPLIER * 2;
    int number = (doubled + (doubled < 0 ? -DIVISOR : DIVISOR)) / (2 * DIVISOR);
    return (input_number)(number > 127 ? 127 : number < -128 ? -128 : number);
}
#else
typedef float input_number;
typedef float output_number;

static input_number to_input(int value)
{
    return (float)value * IMAGE_SCALE;
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
        input[i] = to_input(IMAGE_NUMBER(image, i));
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

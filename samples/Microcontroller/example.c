// All that a firmware does to recognise a digit: link liblenet_300_100.a, include its header, call one function.
#include "lenet_300_100.h"

static float pixels[LENET_300_100_INPUT_LENGTH];
static float scores[LENET_300_100_OUTPUT_LENGTH];
static char workspace[LENET_300_100_WORKSPACE_BYTES] __attribute__((aligned(4)));

int recognise(const unsigned char *image)
{
    for (int i = 0; i < LENET_300_100_INPUT_LENGTH; i++) {
        pixels[i] = image[i] * (1.0f / 255);
    }
    lenet_300_100_run(pixels, scores, workspace);
    int best = 0;
    for (int i = 1; i < LENET_300_100_OUTPUT_LENGTH; i++) {
        best = scores[i] > scores[best] ? i : best;
    }
    return best;
}

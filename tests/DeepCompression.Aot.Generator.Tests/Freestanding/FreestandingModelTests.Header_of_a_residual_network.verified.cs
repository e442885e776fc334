/*
// residual-convolution.dcz as a library for C. Generated; see the C# of the same name for its layers.
#ifndef RESIDUAL_CONVOLUTION_H
#define RESIDUAL_CONVOLUTION_H

// The input: 3×9×7 numbers, the last dimension varying fastest.
#define RESIDUAL_CONVOLUTION_INPUT_LENGTH 189

// The output: 5×9×7 numbers, the last dimension varying fastest.
#define RESIDUAL_CONVOLUTION_OUTPUT_LENGTH 315

// Scratch memory that a run needs, aligned to 4 bytes. Nothing is kept in it from one run to the next.
#define RESIDUAL_CONVOLUTION_WORKSPACE_BYTES 3344

#ifdef __cplusplus
extern "C"
#endif
void residual_convolution_run(const float *input, float *output, void *workspace);

#endif
*/

/*
 * The least program that classifies with ONNX Runtime: loads the library, the model and the samples, and prints the class of each
 * sample on a line of its own, that of the largest output. C, so that nothing but ONNX Runtime itself takes time.
 *
 * onnx_classes LIBRARY MODEL SAMPLES INPUT OUTPUT SIZE...: the model has one input and one output of these names; SIZE are the
 * input's without the batch, and SAMPLES holds samples of as many floats.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { TABLE_VERSION = 20, FLOAT = 1, MOST_SIZES = 8 };

/* Places in the table of functions that OrtGetApiBase leads to; they never change. */
enum {
    GET_ERROR_MESSAGE = 2, CREATE_ENV = 3, CREATE_SESSION_FROM_ARRAY = 8, RUN = 9, CREATE_SESSION_OPTIONS = 10,
    SET_INTRA_OP_THREADS = 24, CREATE_TENSOR_OVER_DATA = 49, GET_TENSOR_MUTABLE_DATA = 51, GET_TENSOR_SHAPE_ELEMENT_COUNT = 64,
    GET_TENSOR_TYPE_AND_SHAPE = 65, CREATE_CPU_MEMORY_INFO = 69, RELEASE_VALUE = 96, RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99
};

struct api_base {
    void **(*get_api)(uint32_t version);
};

static void **api;

static void check(void *status)
{
    if (status) {
        fprintf(stderr, "onnx_classes: %s\n", ((const char *(*)(void *))api[GET_ERROR_MESSAGE])(status));
        exit(1);
    }
}

static void *read_file(const char *path, long *length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }

    *length = ftell(file);
    rewind(file);
    void *content = malloc((size_t)*length);
    if (!content || fread(content, 1, (size_t)*length, file) != (size_t)*length) {
        perror(path);
        exit(1);
    }

    fclose(file);
    return content;
}

static void *create_session(const char *path)
{
    void *environment, *options, *session;
    long length;
    void *model = read_file(path, &length);
    check(((void *(*)(int, const char *, void **))api[CREATE_ENV])(3, "classes", &environment));
    check(((void *(*)(void **))api[CREATE_SESSION_OPTIONS])(&options));
    check(((void *(*)(void *, int))api[SET_INTRA_OP_THREADS])(options, 1));
    check(((void *(*)(void *, void *, size_t, void *, void **))api[CREATE_SESSION_FROM_ARRAY])(
        environment, model, (size_t)length, options, &session));
    return session;
}

static void *create_tensor(void *memory, float *data, const int64_t *shape, size_t rank, int64_t length)
{
    void *value;
    check(((void *(*)(void *, void *, size_t, const int64_t *, size_t, int, void **))api[CREATE_TENSOR_OVER_DATA])(
        memory, data, (size_t)length * sizeof(float), shape, rank, FLOAT, &value));
    return value;
}

static size_t largest(void *value)
{
    void *info;
    size_t count, at = 0;
    float *numbers;
    check(((void *(*)(void *, void **))api[GET_TENSOR_TYPE_AND_SHAPE])(value, &info));
    check(((void *(*)(void *, size_t *))api[GET_TENSOR_SHAPE_ELEMENT_COUNT])(info, &count));
    ((void (*)(void *))api[RELEASE_TENSOR_TYPE_AND_SHAPE_INFO])(info);
    check(((void *(*)(void *, float **))api[GET_TENSOR_MUTABLE_DATA])(value, &numbers));
    for (size_t i = 1; i < count; i++) {
        at = numbers[i] > numbers[at] ? i : at;
    }

    return at;
}

int main(int count, char **arguments)
{
    enum { FIRST_SIZE = 6 };
    if (count <= FIRST_SIZE || count > FIRST_SIZE + MOST_SIZES) {
        fprintf(stderr, "usage: onnx_classes LIBRARY MODEL SAMPLES INPUT OUTPUT SIZE...\n");
        return 2;
    }

    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "onnx_classes: %s\n", dlerror());
        return 1;
    }

    struct api_base *base = ((struct api_base *(*)(void))dlsym(library, "OrtGetApiBase"))();
    api = base->get_api(TABLE_VERSION);
    void *session = create_session(arguments[2]);
    long bytes;
    float *samples = read_file(arguments[3], &bytes);
    const char *inputs[] = { arguments[4] }, *outputs[] = { arguments[5] };
    int64_t shape[1 + MOST_SIZES] = { 1 }, length = 1;
    size_t rank = 1;
    for (int i = FIRST_SIZE; i < count; i++) {
        shape[rank] = atoll(arguments[i]);
        length *= shape[rank++];
    }

    void *memory;
    check(((void *(*)(int, int, void **))api[CREATE_CPU_MEMORY_INFO])(0, 0, &memory));
    for (float *sample = samples; sample < samples + (bytes / (long)sizeof(float)); sample += length) {
        void *input = create_tensor(memory, sample, shape, rank, length), *output = NULL;
        check(((void *(*)(void *, void *, const char **, void **, size_t, const char **, size_t, void **))api[RUN])(
            session, NULL, inputs, &input, 1, outputs, 1, &output));
        printf("is a %zu\n", largest(output));
        fflush(stdout);
        ((void (*)(void *))api[RELEASE_VALUE])(output);
        ((void (*)(void *))api[RELEASE_VALUE])(input);
    }

    return 0;
}

/*
 * The least program that classifies digits with ONNX Runtime: loads the library, the model and the images, and prints the class of
 * each image on a line of its own. C, so that nothing but ONNX Runtime itself takes time.
 *
 * onnx_digits LIBRARY MODEL IMAGES: the model has one input "input" (N, 784) and one output "output" (N, 10); IMAGES holds images of
 * 784 floats each, normalised.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIXELS = 784, CLASSES = 10, TABLE_VERSION = 20, FLOAT = 1 };

/* Places in the table of functions that OrtGetApiBase leads to; they never change. */
enum {
    GET_ERROR_MESSAGE = 2, CREATE_ENV = 3, CREATE_SESSION_FROM_ARRAY = 8, RUN = 9, CREATE_SESSION_OPTIONS = 10,
    SET_INTRA_OP_THREADS = 24, CREATE_TENSOR_OVER_DATA = 49, CREATE_CPU_MEMORY_INFO = 69
};

struct api_base {
    void **(*get_api)(uint32_t version);
};

static void **api;

static void check(void *status)
{
    if (status) {
        fprintf(stderr, "onnx_digits: %s\n", ((const char *(*)(void *))api[GET_ERROR_MESSAGE])(status));
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
    check(((void *(*)(int, const char *, void **))api[CREATE_ENV])(3, "digits", &environment));
    check(((void *(*)(void **))api[CREATE_SESSION_OPTIONS])(&options));
    check(((void *(*)(void *, int))api[SET_INTRA_OP_THREADS])(options, 1));
    check(((void *(*)(void *, void *, size_t, void *, void **))api[CREATE_SESSION_FROM_ARRAY])(
        environment, model, (size_t)length, options, &session));
    return session;
}

static void *create_tensor(void *memory, float *data, int64_t length)
{
    int64_t shape[] = { 1, length };
    void *value;
    check(((void *(*)(void *, void *, size_t, const int64_t *, size_t, int, void **))api[CREATE_TENSOR_OVER_DATA])(
        memory, data, (size_t)length * sizeof(float), shape, 2, FLOAT, &value));
    return value;
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: onnx_digits LIBRARY MODEL IMAGES\n");
        return 2;
    }

    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "onnx_digits: %s\n", dlerror());
        return 1;
    }

    struct api_base *base = ((struct api_base *(*)(void))dlsym(library, "OrtGetApiBase"))();
    api = base->get_api(TABLE_VERSION);
    void *session = create_session(arguments[2]);
    long length;
    float *images = read_file(arguments[3], &length);
    float logits[CLASSES];
    const char *inputs[] = { "input" }, *outputs[] = { "output" };
    void *memory;
    check(((void *(*)(int, int, void **))api[CREATE_CPU_MEMORY_INFO])(0, 0, &memory));
    void *output = create_tensor(memory, logits, CLASSES);
    for (float *image = images; image < images + (length / (long)sizeof(float)); image += PIXELS) {
        void *input = create_tensor(memory, image, PIXELS);
        check(((void *(*)(void *, void *, const char **, void **, size_t, const char **, size_t, void **))api[RUN])(
            session, NULL, inputs, &input, 1, outputs, 1, &output));
        int largest = 0;
        for (int i = 1; i < CLASSES; i++) {
            largest = logits[i] > logits[largest] ? i : largest;
        }

        printf("is a %d\n", largest);
        fflush(stdout);
    }

    return 0;
}

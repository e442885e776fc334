/*
 * Runs a program and measures it from outside. A small C program, because a child's peak memory counts what its parent had when it
 * was forked.
 *
 * measure MARKER PROGRAM [ARGUMENT...]: passes the program's output on, then prints a line "measured FIRST EXIT PEAK WORK":
 * microseconds from the start to the first output with MARKER in it (0 where MARKER is empty) and to the end, the peak of resident
 * memory in KiB, and microseconds of processor time.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec * 1000000L) + (now.tv_nsec / 1000);
}

int main(int count, char **arguments)
{
    int output[2];
    if (count < 3 || pipe(output) != 0) {
        fprintf(stderr, "usage: measure MARKER PROGRAM [ARGUMENT...]\n");
        return 2;
    }

    long start = microseconds();
    pid_t child = fork();
    if (child == 0) {
        dup2(output[1], STDOUT_FILENO);
        close(output[0]);
        close(output[1]);
        execv(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }

    close(output[1]);
    static char text[1 << 16];
    size_t length = 0;
    ssize_t got;
    long first = arguments[1][0] ? -1 : 0;
    while (length < sizeof text - 1 && (got = read(output[0], text + length, sizeof text - 1 - length)) > 0) {
        length += (size_t)got;
        text[length] = '\0';
        if (first < 0 && strstr(text, arguments[1])) {
            first = microseconds() - start;
        }
    }

    int status;
    struct rusage usage;
    wait4(child, &status, 0, &usage);
    long work = ((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L) + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    printf("%s\nmeasured %ld %ld %ld %ld\n", text, first, microseconds() - start, usage.ru_maxrss, work);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && first >= 0 ? 0 : 1;
}

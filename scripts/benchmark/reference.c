// SPDX-License-Identifier: Apache-2.0
//
// The work that no scrubber can avoid: reads files, hashes each with SHA-256, writes it under a temporary name and renames it.
//
// usage: reference THREADS OUT FLUSH <LIST       LIST has a path a line; FLUSH is 0, or the files after which OUT is flushed.
//
// OpenSSL's libcrypto does the hashing; it is opened at run time, so that no header of it has to be installed.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned char *(*sha256)(const unsigned char *bytes, size_t count, unsigned char *digest);
static char **paths;
static size_t path_count;
static const char *output;
static size_t flush_after;
static atomic_size_t next_path;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *work(void *nothing)
{
    size_t capacity = 0, since_flush = 0;
    unsigned char *bytes = NULL, digest[32];
    char part[4096], target[4096];
    size_t index;
    while ((index = atomic_fetch_add(&next_path, 1)) < path_count) {
        int source = open(paths[index], O_RDONLY);
        struct stat status;
        if (source < 0 || fstat(source, &status) != 0) fail("read");
        size_t size = (size_t)status.st_size;
        if (size > capacity) bytes = realloc(bytes, capacity = size);
        if (bytes == NULL) fail("memory");
        for (size_t done = 0; done < size;) {
            ssize_t count = read(source, bytes + done, size - done);
            if (count <= 0) fail("read");
            done += (size_t)count;
        }
        close(source);
        sha256(bytes, size, digest);
        snprintf(part, sizeof part, "%s/%zu.part", output, index);
        snprintf(target, sizeof target, "%s/%zu", output, index);
        int copy = open(part, O_WRONLY | O_CREAT | O_EXCL, 0644);
        if (copy < 0) fail("write");
        for (size_t done = 0; done < size;) {
            ssize_t count = write(copy, bytes + done, size - done);
            if (count <= 0) fail("write");
            done += (size_t)count;
        }
        if (flush_after > 0 && ++since_flush >= flush_after) {
            if (syncfs(copy) != 0) fail("flush");
            since_flush = 0;
        }
        close(copy);
        if (rename(part, target) != 0) fail("rename");
    }
    free(bytes);
    return nothing;
}

int main(int count, char **arguments)
{
    if (count != 4) return 64;
    int width = atoi(arguments[1]);
    output = arguments[2];
    flush_after = (size_t)atol(arguments[3]);
    void *crypto = dlopen("libcrypto.so.3", RTLD_NOW);
    *(void **)&sha256 = crypto ? dlsym(crypto, "SHA256") : NULL;
    if (sha256 == NULL || width < 1 || width > 512) return 64;
    char *line = NULL;
    size_t length = 0;
    ssize_t read_count;
    while ((read_count = getline(&line, &length, stdin)) > 0) {
        line[read_count - 1] = '\0';
        paths = realloc(paths, (path_count + 1) * sizeof *paths);
        paths[path_count++] = strdup(line);
    }
    pthread_t threads[512];
    for (int index = 0; index < width; index++)
        if (pthread_create(&threads[index], NULL, work, NULL) != 0) fail("thread");
    for (int index = 0; index < width; index++) pthread_join(threads[index], NULL);
    return 0;
}

// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(CSANDBOX_MOST_FILES * sizeof(int))];
} control;

ssize_t csandbox_send(int socket, const void *bytes, size_t count, const int *files, size_t file_count) {
    if (file_count > CSANDBOX_MOST_FILES) {
        errno = EINVAL;
        return -1;
    }
    struct iovec content = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1};
    control beside;
    if (file_count > 0) {
        memset(&beside, 0, sizeof beside);
        message.msg_control = beside.bytes;
        message.msg_controllen = CMSG_SPACE(file_count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(file_count * sizeof(int));
        memcpy(CMSG_DATA(header), files, file_count * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

ssize_t csandbox_receive(int socket, void *bytes, size_t count, int *files, size_t *file_count) {
    struct iovec content = {.iov_base = bytes, .iov_len = count};
    control beside;
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = beside.bytes, .msg_controllen = sizeof beside.bytes};
    *file_count = 0;
    const ssize_t result = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (result < 0) return result;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        const size_t number = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(files + *file_count, CMSG_DATA(header), number * sizeof(int));
        *file_count += number;
    }
    // The process has no more descriptors: some files are lost.
    if (message.msg_flags & MSG_CTRUNC) {
        errno = EMFILE;
        return -1;
    }
    return result;
}

/* A disk that freezes: while the file named by FROZEN_WHILE exists, nothing is written through to it. Somebody who waits
   for it makes the file named by FROZEN_NOTE. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_until_it_thaws(void) {
  const char *sign = getenv("FROZEN_WHILE");
  const char *note = getenv("FROZEN_NOTE");
  while (sign != NULL && access(sign, F_OK) == 0) {
    if (note != NULL) close(open(note, O_CREAT | O_WRONLY, 0600));
    usleep(20000);
  }
}

int fsync(int file) {
  wait_until_it_thaws();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
  wait_until_it_thaws();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}

/*
 * Disk faults for one process, by LD_PRELOAD: syncs and reads that fail, and what a power cut leaves.
 *
 * Settings, in the environment:
 *
 *   HEADWATER_FAULTS_DIRECTORY     files below it are watched; an absolute path without links
 *   HEADWATER_FAULTS_ARM_FILE      syncs count from the moment when this file is there
 *   HEADWATER_FAULTS_FAIL_SYNC_AT  this sync (1 is the first) fails with EIO, later ones succeed;
 *                                  the file ARM_FILE.happened then says which it was
 *   HEADWATER_FAULTS_SHADOW        a folder of the same file system as the directory's;
 *                                  SHADOW/tree becomes what a power cut would leave
 *   HEADWATER_FAULTS_NAMES         strict or ordered, see below; strict if it is not there
 *   HEADWATER_FAULTS_FAIL_READ_OF  a file below the directory, /segments/1 for example
 *   HEADWATER_FAULTS_FAIL_READ_AT  the offset of a byte in it: reads of its page by pread fail with
 *                                  EIO; those that begin before it end there
 *
 * A sync is a call of fsync, fdatasync or msync. In the shadow, SHADOW/inodes has one file for each
 * watched file, and SHADOW/tree has hard links to them:
 *
 *   - fsync and fdatasync of a file copy what was written since the last one, by whatever way;
 *   - msync copies its range;
 *   - fsync of a directory makes the names in it those of the tree. A file that was never synced
 *     is empty there, a new directory too;
 *   - with ordered names, each sync also makes all names those of the tree, and all sizes those of
 *     its files, as file systems with a journal do, which keep the order of such changes;
 *   - a failed sync copies nothing. What it should have covered counts as clean afterwards, as on
 *     Linux, so later syncs do not copy it either, unless it is written anew.
 *
 * What is there when the process starts counts as synced. What is copied may be newer than the
 * sync's begin: that could have reached a disk as well.
 *
 * Limits: x86-64 Linux. Writes by stdio, io_uring or mremap are not seen; a file of which nothing
 * was seen is copied whole at its sync. A directory that is renamed is a new one.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAX_RANGES = 128, BUCKETS = 1024, COPY_BYTES = 1 << 18, PAGE_BYTES = 4096 };

struct range {
  off_t from;
  off_t to;
};

struct ranges {
  int count;
  struct range all[MAX_RANGES];
};

/* A watched file; never freed, since an inode number alone does not tell when it is gone. */
struct file {
  unsigned long long inode;
  long long born_seconds;
  unsigned born_nanos;
  char *path;           /* below the directory, when it was first seen */
  off_t size;           /* when it was last mapped or resized */
  int is_resized;       /* since the last sync of anything */
  int has_failed;       /* a sync of it failed */
  struct ranges dirty;  /* written since the last sync */
  struct ranges lost;   /* mapped when a sync failed: nobody can tell whether it is dirtied again */
  struct file *next;
};

/* A shared, writable mapping of a watched file. */
struct mapping {
  char *address;
  size_t length;
  off_t offset;
  struct file *file;
  struct mapping *next;
};

static char directory[PATH_MAX];
static size_t directory_length;
static char shadow[PATH_MAX / 2];
static char arm_file[PATH_MAX / 2];
static long fail_at;
static int has_ordered_names;
static char unreadable_file[PATH_MAX];
static off_t unreadable_page;

static dev_t device;
static int is_watching;
static int is_armed;
static long sync_count;
static int have_names_changed; /* since the last sync; under sync_lock, but for new files */

/* Held over a whole sync, and over each change of a name. Taken before table_lock. */
static pthread_mutex_t sync_lock = PTHREAD_MUTEX_INITIALIZER;
/* Guards the files and mappings. */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static struct file *files[BUCKETS];
static struct mapping *mappings;
static char copy_buffer[COPY_BYTES]; /* under sync_lock */

static _Noreturn void give_up(const char *what, const char *path) {
  fprintf(stderr, "disk_faults: %s %s: %s\n", what, path, strerror(errno));
  abort();
}

/* Puts three parts into a buffer of PATH_MAX bytes. */
static void join(char *path, const char *folder, const char *between, const char *name) {
  size_t lengths[] = {strlen(folder), strlen(between), strlen(name)};
  if (lengths[0] + lengths[1] + lengths[2] >= PATH_MAX) {
    errno = ENAMETOOLONG;
    give_up("cannot use", name);
  }
  memcpy(path, folder, lengths[0]);
  memcpy(path + lengths[0], between, lengths[1]);
  memcpy(path + lengths[0] + lengths[1], name, lengths[2] + 1);
}

static int is_dot(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* ---- ranges ---- */

static void add_range(struct ranges *ranges, off_t from, off_t to) {
  if (from >= to) {
    return;
  }
  for (int i = 0; i < ranges->count; i++) {
    struct range *range = &ranges->all[i];
    if (from <= range->to && to >= range->from) {
      range->from = from < range->from ? from : range->from;
      range->to = to > range->to ? to : range->to;
      return;
    }
  }
  if (ranges->count < MAX_RANGES) {
    ranges->all[ranges->count++] = (struct range){from, to};
    return;
  }
  /* Too many to tell apart: one that covers a little more than was written. */
  struct range *last = &ranges->all[MAX_RANGES - 1];
  last->from = from < last->from ? from : last->from;
  last->to = to > last->to ? to : last->to;
}

/* ---- which file ---- */

static int is_below_directory(const char *path) {
  return strncmp(path, directory, directory_length) == 0 &&
         (path[directory_length] == '/' || path[directory_length] == 0);
}

/* The path of a descriptor relative to the directory, or NULL if it is not watched. */
static const char *watched_path(int fd, char *buffer) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  if (length <= 0) {
    return NULL;
  }
  buffer[length] = 0;
  return is_below_directory(buffer) ? buffer + directory_length : NULL;
}

static int status_of(int fd, const char *path, struct statx *status) {
  int flags = AT_SYMLINK_NOFOLLOW | (*path == 0 ? AT_EMPTY_PATH : 0);
  return statx(fd, path, flags, STATX_BASIC_STATS | STATX_BTIME, status);
}

/* Finds a file; makes it if a path is given. */
static struct file *find_file(const struct statx *status, const char *path) {
  struct file **bucket = &files[status->stx_ino % BUCKETS];
  for (struct file *file = *bucket; file; file = file->next) {
    if (file->inode == status->stx_ino && file->born_seconds == status->stx_btime.tv_sec &&
        file->born_nanos == status->stx_btime.tv_nsec) {
      return file;
    }
  }
  if (!path) {
    return NULL;
  }
  struct file *file = calloc(1, sizeof *file);
  if (!file || !(file->path = strdup(path))) {
    give_up("no memory for", path);
  }
  file->inode = status->stx_ino;
  file->born_seconds = status->stx_btime.tv_sec;
  file->born_nanos = status->stx_btime.tv_nsec;
  file->next = *bucket;
  *bucket = file;
  return file;
}

/* The watched file behind a descriptor, or NULL. Under table_lock. */
static struct file *file_of(int fd, struct statx *status) {
  char buffer[PATH_MAX];
  if (status_of(fd, "", status) != 0 || !S_ISREG(status->stx_mode) ||
      (dev_t)makedev(status->stx_dev_major, status->stx_dev_minor) != device) {
    return NULL;
  }
  struct file *file = find_file(status, NULL);
  if (file) {
    return file;
  }
  const char *path = watched_path(fd, buffer);
  return path ? find_file(status, path) : NULL;
}

/* Notes what has been written: after the write, since a sync between the two may miss it. */
static void note_written(int fd, off_t from, off_t to) {
  struct statx status;
  pthread_mutex_lock(&table_lock);
  struct file *file = file_of(fd, &status);
  if (file) {
    add_range(&file->dirty, from, to);
  }
  pthread_mutex_unlock(&table_lock);
}

/* For a write at the descriptor's position, which it has moved. */
static void note_appended(int fd, ssize_t count) {
  if (is_watching && count > 0) {
    int before = errno;
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (end >= 0) {
      note_written(fd, end - count, end);
    }
    errno = before;
  }
}

static void note_written_at(int fd, off_t offset, ssize_t count) {
  if (is_watching && count > 0) {
    note_written(fd, offset, offset + count);
  }
}

/* ---- the shadow ---- */

static void store_path(char *path, const struct statx *status) {
  snprintf(path, PATH_MAX, "%s/inodes/%llu-%lld-%u", shadow, (unsigned long long)status->stx_ino,
           (long long)status->stx_btime.tv_sec, status->stx_btime.tv_nsec);
}

static int open_store(const struct statx *status) {
  char path[PATH_MAX];
  store_path(path, status);
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    give_up("cannot open", path);
  }
  return fd;
}

static void write_to_store(int store, const char *bytes, size_t count, off_t at) {
  while (count > 0) {
    ssize_t written = syscall(SYS_pwrite64, store, bytes, count, at);
    if (written < 0) {
      give_up("cannot write to", shadow);
    }
    bytes += written;
    at += written;
    count -= written;
  }
}

/* Copies a range without its holes; over a hole there may be older bytes in the store. */
static void copy_range(int source, int store, off_t from, off_t to) {
  while (from < to) {
    off_t data = lseek(source, from, SEEK_DATA);
    off_t hole = data < 0 ? to : data;
    if (hole > from) {
      off_t end = hole < to ? hole : to;
      syscall(SYS_fallocate, store, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, end - from);
      from = end;
      continue;
    }
    off_t data_end = lseek(source, data, SEEK_HOLE);
    off_t end = data_end < 0 || data_end > to ? to : data_end;
    while (from < end) {
      size_t wanted = end - from < COPY_BYTES ? end - from : COPY_BYTES;
      ssize_t count = pread(source, copy_buffer, wanted, from);
      if (count <= 0) {
        return; /* Cut off meanwhile. */
      }
      write_to_store(store, copy_buffer, count, from);
      from += count;
    }
  }
}

static int open_store_of(const struct file *file) {
  struct statx identity = {.stx_ino = file->inode,
                           .stx_btime = {.tv_sec = file->born_seconds,
                                         .tv_nsec = file->born_nanos}};
  return open_store(&identity);
}

static void set_store_size(int store, off_t size) {
  if (syscall(SYS_ftruncate, store, size) != 0) {
    give_up("cannot set a size in", shadow);
  }
}

static int is_lost(struct file *file, off_t from, off_t to) {
  for (int i = 0; i < file->lost.count; i++) {
    if (from < file->lost.all[i].to && to > file->lost.all[i].from) {
      return 1;
    }
  }
  return 0;
}

/* Takes what a sync of the whole file covers: what was written, and all that is mapped. */
static struct ranges take_dirty(struct file *file, struct ranges *mapped) {
  struct ranges taken = file->dirty;
  file->dirty.count = 0;
  mapped->count = 0;
  for (struct mapping *mapping = mappings; mapping; mapping = mapping->next) {
    if (mapping->file == file) {
      add_range(mapped, mapping->offset, mapping->offset + mapping->length);
    }
  }
  return taken;
}

static void copy_file(int fd, const struct statx *status, struct file *file,
                      const struct ranges *written, const struct ranges *mapped) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int source = open(link, O_RDONLY | O_CLOEXEC);
  if (source < 0) {
    give_up("cannot read", link);
  }
  int store = open_store(status);
  if (written->count == 0 && mapped->count == 0 && !file->has_failed) {
    copy_range(source, store, 0, status->stx_size);
  }
  for (int i = 0; i < written->count; i++) {
    copy_range(source, store, written->all[i].from, written->all[i].to);
  }
  for (int i = 0; i < mapped->count; i++) {
    off_t to = mapped->all[i].to;
    for (off_t at = mapped->all[i].from; at < to; at += PAGE_BYTES) {
      if (!is_lost(file, at, at + PAGE_BYTES)) {
        copy_range(source, store, at, at + PAGE_BYTES < to ? at + PAGE_BYTES : to);
      }
    }
  }
  set_store_size(store, status->stx_size);
  close(store);
  close(source);
}

static void make_folder(const char *path) {
  if (syscall(SYS_mkdir, path, 0755) != 0 && errno != EEXIST) {
    give_up("cannot make", path);
  }
}

/* Gives a name of the tree to a file of the store, in one step if the name was another's. */
static void link_into_tree(const char *name, const struct statx *status) {
  char stored[PATH_MAX];
  char temporary[PATH_MAX];
  struct stat of_name;
  struct stat of_store;
  close(open_store(status));
  store_path(stored, status);
  if (stat(stored, &of_store) != 0) {
    give_up("cannot find", stored);
  }
  if (lstat(name, &of_name) == 0 && of_name.st_ino == of_store.st_ino) {
    return;
  }
  join(temporary, shadow, "/link", "");
  syscall(SYS_unlink, temporary);
  if (syscall(SYS_link, stored, temporary) != 0 || syscall(SYS_rename, temporary, name) != 0) {
    give_up("cannot link", name);
  }
}

static void remove_from_tree(const char *path) {
  struct stat status;
  if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
      char inner[PATH_MAX];
      if (!is_dot(entry->d_name)) {
        join(inner, path, "/", entry->d_name);
        remove_from_tree(inner);
      }
    }
    if (entries) {
      closedir(entries);
    }
    syscall(SYS_rmdir, path);
  } else {
    syscall(SYS_unlink, path);
  }
}

/* Makes the names in a directory those of the tree; new ones first, so that none is missing. */
static void copy_names(const char *relative) {
  char original[PATH_MAX];
  char copy[PATH_MAX];
  char path[PATH_MAX];
  struct statx status;
  struct stat ignored;
  join(original, directory, "", relative);
  join(copy, shadow, "/tree", relative);
  if (stat(copy, &ignored) != 0) {
    return; /* Its own name is not synced, so nobody finds what is in it. */
  }
  DIR *entries = opendir(original);
  for (struct dirent *entry; entries && (entry = readdir(entries));) {
    if (is_dot(entry->d_name) ||
        status_of(dirfd(entries), entry->d_name, &status) != 0) {
      continue;
    }
    join(path, copy, "/", entry->d_name);
    if (S_ISDIR(status.stx_mode)) {
      make_folder(path);
    } else if (S_ISREG(status.stx_mode)) {
      link_into_tree(path, &status);
    }
  }
  if (entries) {
    closedir(entries);
  }
  DIR *copies = opendir(copy);
  for (struct dirent *entry; copies && (entry = readdir(copies));) {
    join(path, original, "/", entry->d_name);
    if (lstat(path, &ignored) != 0 && errno == ENOENT) {
      join(path, copy, "/", entry->d_name);
      remove_from_tree(path);
    }
  }
  if (copies) {
    closedir(copies);
  }
}

static void copy_all_names(const char *relative) {
  char path[PATH_MAX];
  struct statx status;
  join(path, directory, "", relative);
  copy_names(relative);
  DIR *entries = opendir(path);
  for (struct dirent *entry; entries && (entry = readdir(entries));) {
    if (!is_dot(entry->d_name) && status_of(dirfd(entries), entry->d_name, &status) == 0 &&
        S_ISDIR(status.stx_mode)) {
      char inner[PATH_MAX];
      join(inner, relative, "/", entry->d_name);
      copy_all_names(inner);
    }
  }
  if (entries) {
    closedir(entries);
  }
}

/* What goes to the disk with any sync if names are ordered. Under sync_lock. */
static void copy_ordered_changes(void) {
  if (!has_ordered_names || !*shadow) {
    return;
  }
  if (__atomic_exchange_n(&have_names_changed, 0, __ATOMIC_SEQ_CST)) {
    copy_all_names("");
  }
  pthread_mutex_lock(&table_lock);
  for (int i = 0; i < BUCKETS; i++) {
    for (struct file *file = files[i]; file; file = file->next) {
      if (file->is_resized) {
        int store = open_store_of(file);
        set_store_size(store, file->size);
        close(store);
        file->is_resized = 0;
      }
    }
  }
  pthread_mutex_unlock(&table_lock);
}

/* What is there at the start counts as synced. */
static void copy_all(const char *relative) {
  char path[PATH_MAX];
  struct statx status;
  join(path, directory, "", relative);
  DIR *entries = opendir(path);
  if (!entries) {
    give_up("cannot read", path);
  }
  for (struct dirent *entry; (entry = readdir(entries));) {
    int fd = is_dot(entry->d_name)
                 ? -1
                 : openat(dirfd(entries), entry->d_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && status_of(fd, "", &status) == 0 && S_ISREG(status.stx_mode)) {
      int store = open_store(&status);
      copy_range(fd, store, 0, status.stx_size);
      set_store_size(store, status.stx_size);
      close(store);
    }
    if (fd >= 0) {
      close(fd);
    }
  }
  copy_names(relative);
  rewinddir(entries);
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (!is_dot(entry->d_name) &&
        status_of(dirfd(entries), entry->d_name, &status) == 0 && S_ISDIR(status.stx_mode)) {
      char inner[PATH_MAX];
      join(inner, relative, "/", entry->d_name);
      copy_all(inner);
    }
  }
  closedir(entries);
}

__attribute__((constructor)) static void start(void) {
  const char *wanted = getenv("HEADWATER_FAULTS_DIRECTORY");
  const char *shadow_folder = getenv("HEADWATER_FAULTS_SHADOW");
  const char *arm = getenv("HEADWATER_FAULTS_ARM_FILE");
  const char *at = getenv("HEADWATER_FAULTS_FAIL_SYNC_AT");
  struct stat status;
  const char *names = getenv("HEADWATER_FAULTS_NAMES");
  const char *unreadable = getenv("HEADWATER_FAULTS_FAIL_READ_OF");
  const char *unreadable_at = getenv("HEADWATER_FAULTS_FAIL_READ_AT");
  if (!wanted) {
    return;
  }
  has_ordered_names = names && strcmp(names, "ordered") == 0;
  if (!realpath(wanted, directory) || stat(directory, &status) != 0) {
    give_up("cannot find", wanted);
  }
  directory_length = strlen(directory);
  device = status.st_dev;
  fail_at = at ? atol(at) : 0;
  snprintf(unreadable_file, sizeof unreadable_file, "%s", unreadable ? unreadable : "");
  unreadable_page = unreadable_at ? atoll(unreadable_at) / PAGE_BYTES * PAGE_BYTES : 0;
  snprintf(arm_file, sizeof arm_file, "%s", arm ? arm : "");
  snprintf(shadow, sizeof shadow, "%s", shadow_folder ? shadow_folder : "");
  if (*shadow) {
    char path[PATH_MAX];
    make_folder(shadow);
    join(path, shadow, "/inodes", "");
    make_folder(path);
    join(path, shadow, "/tree", "");
    make_folder(path);
    copy_all("");
  }
  is_watching = 1;
}

/* ---- syncs ---- */

/* Counts a sync and answers whether it must fail. Under sync_lock. */
static int must_fail(const char *call, const char *path) {
  if (fail_at == 0) {
    return 0;
  }
  is_armed = is_armed || *arm_file == 0 || access(arm_file, F_OK) == 0;
  if (!is_armed || ++sync_count != fail_at) {
    return 0;
  }
  char happened[PATH_MAX];
  snprintf(happened, sizeof happened, "%s.happened", arm_file);
  int fd = open(happened, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd >= 0) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s of %s\n", call, path);
    if (syscall(SYS_write, fd, line, length) != length) {
      give_up("cannot write", happened);
    }
    close(fd);
  }
  return 1;
}

static void note_failed_sync(struct file *file, const struct ranges *mapped) {
  pthread_mutex_lock(&table_lock);
  file->has_failed = 1;
  for (int i = 0; i < mapped->count; i++) {
    add_range(&file->lost, mapped->all[i].from, mapped->all[i].to);
  }
  pthread_mutex_unlock(&table_lock);
}

static int sync_regular_file(int fd, long call, const char *name, const char *path) {
  struct statx status;
  struct ranges mapped;
  pthread_mutex_lock(&table_lock);
  struct file *file = file_of(fd, &status);
  if (!file) {
    pthread_mutex_unlock(&table_lock);
    return syscall(call, fd);
  }
  struct ranges written = take_dirty(file, &mapped);
  pthread_mutex_unlock(&table_lock);
  if (must_fail(name, path)) {
    note_failed_sync(file, &mapped);
    errno = EIO;
    return -1;
  }
  int result = syscall(call, fd);
  if (result != 0) {
    int error = errno;
    note_failed_sync(file, &mapped);
    errno = error;
  } else if (*shadow && status_of(fd, "", &status) == 0) {
    copy_file(fd, &status, file, &written, &mapped);
    copy_ordered_changes();
  }
  return result;
}

static int sync_directory(int fd, long call, const char *name, const char *path) {
  if (must_fail(name, path)) {
    errno = EIO;
    return -1;
  }
  int result = syscall(call, fd);
  if (result == 0 && *shadow) {
    copy_names(path);
    copy_ordered_changes();
  }
  return result;
}

static int sync_descriptor(int fd, long call, const char *name) {
  char buffer[PATH_MAX];
  struct stat status;
  const char *path = is_watching ? watched_path(fd, buffer) : NULL;
  if (!path || fstat(fd, &status) != 0) {
    return syscall(call, fd);
  }
  pthread_mutex_lock(&sync_lock);
  int result = S_ISDIR(status.st_mode) ? sync_directory(fd, call, name, path)
                                       : sync_regular_file(fd, call, name, path);
  int error = errno;
  pthread_mutex_unlock(&sync_lock);
  errno = error;
  return result;
}

int fsync(int fd) { return sync_descriptor(fd, SYS_fsync, "fsync"); }

int fdatasync(int fd) { return sync_descriptor(fd, SYS_fdatasync, "fdatasync"); }

/* Copies mapped memory by way of the kernel, which notices if it is unmapped meanwhile. */
static void copy_memory(char *address, size_t length, int store, off_t offset, struct file *file) {
  for (size_t done = 0; done < length;) {
    size_t wanted = length - done < PAGE_BYTES ? length - done : PAGE_BYTES;
    off_t at = offset + (off_t)done;
    struct iovec local = {copy_buffer, wanted};
    struct iovec remote = {address + done, wanted};
    if (!is_lost(file, at, at + (off_t)wanted)) {
      if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) != (ssize_t)wanted) {
        return;
      }
      write_to_store(store, copy_buffer, wanted, at);
    }
    done += wanted;
  }
}

/* The descriptor is gone when a mapping is synced; its file's name in the store is known. */
static void copy_mapped_range(struct file *file, char *address, size_t length, off_t offset) {
  int store = open_store_of(file);
  copy_memory(address, length, store, offset, file);
  set_store_size(store, file->size); /* Linux syncs the size with any range. */
  close(store);
}

int msync(void *address, size_t length, int flags) {
  struct mapping found = {0};
  if (is_watching && (flags & MS_SYNC)) {
    pthread_mutex_lock(&sync_lock);
    pthread_mutex_lock(&table_lock);
    for (struct mapping *mapping = mappings; mapping; mapping = mapping->next) {
      if ((char *)address >= mapping->address &&
          (char *)address < mapping->address + mapping->length) {
        found = *mapping;
      }
    }
    pthread_mutex_unlock(&table_lock);
    if (!found.file) {
      pthread_mutex_unlock(&sync_lock);
    }
  }
  if (!found.file) {
    return syscall(SYS_msync, address, length, flags);
  }
  off_t offset = found.offset + ((char *)address - found.address);
  int fails = must_fail("msync", found.file->path);
  int result = fails ? -1 : syscall(SYS_msync, address, length, flags);
  int error = fails ? EIO : errno;
  if (result != 0) {
    struct ranges range = {.count = 1, .all = {{offset, offset + (off_t)length}}};
    note_failed_sync(found.file, &range);
  } else if (*shadow) {
    copy_mapped_range(found.file, address, length, offset);
    copy_ordered_changes();
  }
  pthread_mutex_unlock(&sync_lock);
  errno = error;
  return result;
}

/* ---- reads ---- */

ssize_t pread64(int fd, void *bytes, size_t count, off_t offset) {
  char buffer[PATH_MAX];
  if (is_watching && *unreadable_file) {
    const char *path = watched_path(fd, buffer);
    if (path && strcmp(path, unreadable_file) == 0 && offset < unreadable_page + PAGE_BYTES &&
        offset + (off_t)count > unreadable_page) {
      if (offset >= unreadable_page) {
        errno = EIO;
        return -1;
      }
      count = unreadable_page - offset;
    }
  }
  return syscall(SYS_pread64, fd, bytes, count, offset);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
  return pread64(fd, bytes, count, offset);
}

/* ---- writes ---- */

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t result = syscall(SYS_write, fd, bytes, count);
  note_appended(fd, result);
  return result;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t result = syscall(SYS_writev, fd, parts, count);
  note_appended(fd, result);
  return result;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
  ssize_t result = syscall(SYS_pwrite64, fd, bytes, count, offset);
  note_written_at(fd, offset, result);
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  ssize_t result = syscall(SYS_pwritev, fd, parts, count, offset, 0);
  note_written_at(fd, offset, result);
  return result;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

ssize_t sendfile64(int out, int in, off_t *offset, size_t count) {
  ssize_t result = syscall(SYS_sendfile, out, in, offset, count);
  note_appended(out, result);
  return result;
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
  return sendfile64(out, in, offset, count);
}

ssize_t copy_file_range(int in, off_t *in_offset, int out, off_t *out_offset, size_t count,
                        unsigned flags) {
  off_t at = out_offset ? *out_offset : 0;
  ssize_t result = syscall(SYS_copy_file_range, in, in_offset, out, out_offset, count, flags);
  if (out_offset) {
    note_written_at(out, at, result);
  } else {
    note_appended(out, result);
  }
  return result;
}

/* What was cut off counts as written: it is zeros, if the file grows again. */
static void note_resized(int fd, off_t before, off_t now) {
  struct statx status;
  pthread_mutex_lock(&table_lock);
  struct file *file = file_of(fd, &status);
  if (file) {
    file->size = now;
    file->is_resized = 1;
    add_range(&file->dirty, now, before);
  }
  pthread_mutex_unlock(&table_lock);
}

int ftruncate64(int fd, off_t length) {
  struct stat before;
  int is_known = is_watching && fstat(fd, &before) == 0;
  int result = syscall(SYS_ftruncate, fd, length);
  if (is_known && result == 0) {
    note_resized(fd, before.st_size, length);
  }
  return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fallocate64(int fd, int mode, off_t offset, off_t length) {
  int result = syscall(SYS_fallocate, fd, mode, offset, length);
  if (is_watching && result == 0 && (mode & ~FALLOC_FL_KEEP_SIZE) != 0) {
    note_written(fd, offset, offset + length);
  }
  return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  return fallocate64(fd, mode, offset, length);
}

/* A file that is opened and emptied in one call: its old bytes must go from the shadow, too. */
static int open_and_note(int folder, const char *path, int flags, mode_t mode) {
  struct statx before;
  int empties = is_watching && (flags & O_TRUNC) && status_of(folder, path, &before) == 0;
  int fd = syscall(SYS_openat, folder, path, flags, mode);
  if (is_watching && (flags & O_CREAT)) {
    __atomic_store_n(&have_names_changed, 1, __ATOMIC_SEQ_CST);
  }
  if (fd >= 0 && empties && before.stx_size > 0) {
    note_written(fd, 0, before.stx_size);
  }
  return fd;
}

#define MODE_OF_CALL(flags, mode)            \
  mode_t mode = 0;                           \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {   \
    va_list arguments;                       \
    va_start(arguments, flags);              \
    mode = va_arg(arguments, mode_t);        \
    va_end(arguments);                       \
  }

int open64(const char *path, int flags, ...) {
  MODE_OF_CALL(flags, mode)
  return open_and_note(AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  MODE_OF_CALL(flags, mode)
  return open_and_note(AT_FDCWD, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
  MODE_OF_CALL(flags, mode)
  return open_and_note(folder, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
  MODE_OF_CALL(flags, mode)
  return open_and_note(folder, path, flags, mode);
}

/* ---- mappings ---- */

static void note_mapped(char *address, size_t length, int fd, off_t offset) {
  struct statx status;
  pthread_mutex_lock(&table_lock);
  struct file *file = file_of(fd, &status);
  if (file) {
    file->size = status.stx_size;
    struct mapping *mapping = malloc(sizeof *mapping);
    if (!mapping) {
      give_up("no memory for", "a mapping");
    }
    *mapping = (struct mapping){address, length, offset, file, mappings};
    mappings = mapping;
  }
  pthread_mutex_unlock(&table_lock);
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  void *mapped = (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
  int type = flags & MAP_TYPE;
  if (is_watching && mapped != MAP_FAILED && fd >= 0 && (protection & PROT_WRITE) &&
      (type == MAP_SHARED || type == MAP_SHARED_VALIDATE)) {
    note_mapped(mapped, length, fd, offset);
  }
  return mapped;
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(address, length, protection, flags, fd, offset);
}

/* What was mapped counts as written, all of it: nobody saw which bytes were. Mappings go whole. */
int munmap(void *address, size_t length) {
  if (is_watching) {
    pthread_mutex_lock(&table_lock);
    for (struct mapping **link = &mappings; *link;) {
      struct mapping *mapping = *link;
      if (mapping->address < (char *)address + length &&
          (char *)address < mapping->address + mapping->length) {
        off_t from = mapping->offset;
        off_t to = from + (off_t)mapping->length;
        for (off_t at = from; at < to; at += PAGE_BYTES) {
          if (!is_lost(mapping->file, at, at + PAGE_BYTES)) {
            add_range(&mapping->file->dirty, at, at + PAGE_BYTES);
          }
        }
        *link = mapping->next;
        free(mapping);
      } else {
        link = &mapping->next;
      }
    }
    pthread_mutex_unlock(&table_lock);
  }
  return syscall(SYS_munmap, address, length);
}

/* ---- names: none changes while a directory is copied ---- */

#define WHILE_NO_DIRECTORY_IS_COPIED(call) \
  pthread_mutex_lock(&sync_lock);          \
  int result = (call);                     \
  have_names_changed = 1;                  \
  int error = errno;                       \
  pthread_mutex_unlock(&sync_lock);        \
  errno = error;                           \
  return result

int rename(const char *from, const char *to) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_rename, from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_renameat2, from_folder, from, to_folder, to, 0));
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int unlink(const char *path) { WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_unlink, path)); }

int unlinkat(int folder, const char *path, int flags) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_unlinkat, folder, path, flags));
}

int mkdir(const char *path, mode_t mode) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_mkdir, path, mode));
}

int link(const char *from, const char *to) {
  WHILE_NO_DIRECTORY_IS_COPIED(syscall(SYS_link, from, to));
}

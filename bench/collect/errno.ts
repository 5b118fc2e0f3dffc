/** The code of an error of the operating system, such as "ENOENT", also where it is the cause of one of ours; null for any other. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('syscall' in error && 'code' in error) return String(error.code);
  return errnoOf(error.cause);
}

/** What an error of the file system says, in words. */
export function errnoInWords(code: string): string {
  return meanings[code] ?? 'the system refuses it';
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  EIO: 'the disk reports an error',
  EISDIR: 'a folder lies there',
  ERR_FS_EISDIR: 'a folder lies there',
  ENOTDIR: 'a file lies where a folder should',
  EEXIST: 'something else lies there',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'there is no such file or folder',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

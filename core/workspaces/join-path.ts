// Joins paths with `/` without accessing the disk.

/** The absolute path of `name` in the folder `base`, without `.` and `..`. */
export function joinPath(base: string, name: string): string {
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  const parts: string[] = [];
  for (const part of (isAbsolute ? name : `${base}/${name}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}

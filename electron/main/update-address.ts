// Which addresses updates come from: encrypted ones, because not every system checks signatures.

/** Whether an update may be asked for or downloaded here. This computer itself is for tests. */
export function isUpdateAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1');
}

// The header that names a file for browsers.
import { getFileName } from '../../openclaw/file-record.ts';

/** `filename*` has the real name; `filename` is for old clients. */
export function toDisposition(path: string, isDownload: boolean): string {
  const name = getFileName(path);
  const ascii = name.replaceAll(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${isDownload ? 'attachment' : 'inline'}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

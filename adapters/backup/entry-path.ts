// Which paths a backup can contain. Everything else is rejected, so nothing is ever written outside of the staging folders.
import { BLOBS, CONFIGURATION, DATABASE_ENTRY, TLS, WORKSPACES } from './archive-manifest.ts';
import { unsafe } from './backup-failure.ts';
import { TLS_FILES } from './home-files.ts';

const MAX_PATH = 4_096;
const MAX_NAME = 255;
/** Names that are devices on Windows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** Checks the path of an entry. @throws {GatewayError} `BACKUP_UNSAFE` */
export function checkEntryPath(path: string): void {
  if (!isSafe(path)) throw unsafe(`the path ${JSON.stringify(path.slice(0, 200))} isn't allowed`);
}

function isSafe(path: string): boolean {
  const parts = path.split('/');
  if (path.length > MAX_PATH || parts.some((part) => !isSafeName(part))) return false;
  const [root, ...rest] = parts;
  switch (root) {
    case DATABASE_ENTRY:
      return rest.length === 0;
    case BLOBS:
      return rest.length === 2 && /^[0-9a-f]{64}$/.test(rest[1] ?? '') && rest[1]?.slice(0, 2) === rest[0];
    case TLS:
      return rest.length === 1 && TLS_FILES.some((name) => name === rest[0]);
    case CONFIGURATION:
    case WORKSPACES:
      return rest.length > 0;
    default:
      return false;
  }
}

function isSafeName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || Buffer.byteLength(name) > MAX_NAME) return false;
  if (name.includes('\\') || /[\u0000]/.test(name)) return process.platform !== 'win32' && !name.includes('\u0000');
  return process.platform !== 'win32' || (!/[<>:"|?*\u0000-\u001f]|[. ]$/.test(name) && !DEVICE.test(name));
}

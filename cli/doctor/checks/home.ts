// The home folder: who can read it, on which file system it is, and how much space is left.
import { lstatSync, readdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quoteShell } from '#adapters/services/check-program.ts';
import { formatBytes } from '../../output/format-bytes.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import { closestFolder, type DoctorFacts } from '../collect-facts.ts';

const OTHERS = 0o077;
const MIB = 1024 * 1024;
/** Below this, writes will soon fail. */
const CRITICAL_BYTES = 200 * MIB;
const LOW_BYTES = 2 * 1024 * MIB;
const LOW_SHARE = 0.1;

/** Files that contain secrets, conversations, or settings. */
const PRIVATE_FILES = [
  'token',
  'sealing.key',
  'sealing.salt',
  'cli.json',
  'host.lock',
  'tls/gateway.key',
  'tls',
  'backups',
  'blobs',
  'logs',
];
const DATABASE_ENDS = ['', '-wal', '-shm'];

/** File systems on which locks aren't reliable, by the number that `statfs` reports. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x01021997, '9p'],
]);

export const HOME_CHECK: Check = {
  id: 'home',
  title: 'Home folder',
  run: async (facts) => [...permissions(facts), ...fileSystem(facts), disk(facts)],
};

function permissions({ home, database, configurationFile }: DoctorFacts): readonly Finding[] {
  if (process.platform === 'win32') return [note(`Check that only your account has access to ${home}`)];
  const stats = lstatSync(home, { throwIfNoEntry: false });
  if (stats === undefined) return [note(`${home} doesn't exist yet; the first start creates it`)];
  const files = [
    home,
    dirname(database),
    configurationFile,
    ...PRIVATE_FILES.map((name) => join(home, name)),
    ...environmentFiles(home),
    ...DATABASE_ENDS.map((end) => `${database}${end}`),
  ];
  const open = [...new Set(files)].filter((path) => isOpen(path));
  if (open.length === 0) return [ok(`Only its owner can read ${home}`)];
  return open.map((path) => problem(`Other users have access to ${path}`, `chmod -R go-rwx ${quoteShell(path)}`));
}

function environmentFiles(home: string): readonly string[] {
  return readdirSync(home).flatMap((name) => (name.endsWith('.env') ? [join(home, name)] : []));
}

function isOpen(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isSymbolicLink() && (stats.mode & OTHERS) !== 0;
}

function fileSystem({ database }: DoctorFacts): readonly Finding[] {
  const name =
    process.platform === 'linux' ? NETWORK_FILE_SYSTEMS.get(statfsSync(closestFolder(database)).type) : undefined;
  if (name === undefined) return [];
  return [
    problem(
      `The database is on a network file system (${name}), where it can be damaged`,
      'Set GATEHOUSE_DATA to a folder on a local disk.',
    ),
  ];
}

function disk({ database }: DoctorFacts): Finding {
  const folder = closestFolder(dirname(database));
  const { bavail, blocks, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const text = `${formatBytes(free)} of ${formatBytes(blocks * bsize)} free on the disk of ${folder}`;
  if (free < CRITICAL_BYTES) return problem(text, 'Free disk space, for example with: gatehouse machines prune images');
  if (free < LOW_BYTES && bavail / blocks < LOW_SHARE) return warning(text, 'gatehouse machines disk');
  return ok(text);
}

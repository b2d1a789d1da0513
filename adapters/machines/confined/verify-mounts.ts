// Checks that a new sandbox contains the protected files themselves. Commands in another sandbox of the same workspace could have
// replaced one by a link to something that they may not see.
import type { BigIntStats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { FileError } from '#core/ports/machine.ts';
import type { ProtectedPath } from '../workspace-tools/protected-paths.ts';
import type { Sandbox } from './sandbox.ts';

/** The identity of each path. @throws {FileError} for a link */
export async function identify(paths: readonly ProtectedPath[]): Promise<ReadonlyMap<string, string>> {
  const entries = await Promise.all(
    paths.map(async ({ path }) => {
      const stats = await fs.lstat(path, { bigint: true });
      if (stats.isSymbolicLink()) throw changedMeanwhile(path);
      return [path, toIdentity(stats)] as const;
    }),
  );
  return new Map(entries);
}

/** Stops a sandbox in which a path isn't the expected file or folder. @throws {FileError} `changed` */
export async function requireSame(expected: ReadonlyMap<string, string>, sandbox: Sandbox): Promise<void> {
  for (const [path, identity] of expected) {
    const stats = await sandbox.stat(path).catch(() => undefined);
    if (stats !== undefined && toIdentity(stats) === identity) continue;
    await sandbox.stop();
    throw changedMeanwhile(path);
  }
}

const toIdentity = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

function changedMeanwhile(path: string): FileError {
  return new FileError('changed', `${path} changed while the command was being started. Retry.`);
}

// Keeps the installers of the last versions in the home folder, so that an update can be undone without a network.
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { KeptInstaller } from '#contract/types/updates.ts';

/** The version that was just downloaded, the current one, and the one before it. */
const MAX_KEPT = 3;
const UNFINISHED = '.part';

/** Copies an installer into `folder`, and deletes the oldest ones. */
export async function keepInstaller(folder: string, { version, file }: KeptInstaller): Promise<void> {
  const target = join(folder, version, basename(file));
  if (await exists(target)) return;
  await mkdir(join(folder, version), { recursive: true });
  await copyFile(file, target + UNFINISHED);
  await rename(target + UNFINISHED, target);
  for (const { version: old } of (await listInstallers(folder)).slice(MAX_KEPT))
    await rm(join(folder, old), { recursive: true, force: true });
}

/** The kept installers, the last one first. */
export async function listInstallers(folder: string): Promise<readonly KeptInstaller[]> {
  const versions = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    versions.map(async (version) => {
      const name = (await readdir(join(folder, version)).catch(() => [])).find((one) => !one.endsWith(UNFINISHED));
      if (name === undefined) return [];
      const file = join(folder, version, name);
      return [{ version, file, at: (await stat(file)).ctimeMs }];
    }),
  );
  return found
    .flat()
    .toSorted((one, other) => other.at - one.at)
    .map(({ version, file }) => ({ version, file }));
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
